"""Subscribers in and out as files: the dry run, the import with its proof, the export."""
