"""What a log adds up to: sides over time, weeks, pain, bests, each with its table."""
