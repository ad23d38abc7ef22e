"""Pictures and films that editors upload: checked by content, made fit for the web, served."""
