"""The library's text files: read, checked and written into the database."""
