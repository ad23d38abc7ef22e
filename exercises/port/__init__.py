"""The library in and out as CSV and JSON: files, columns, the dry run and the import."""
