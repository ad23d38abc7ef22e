"""What editors do with every kind of work: review, publish, archive."""
