"""A runner's whole training as one file, and back in on another copy (docs/training-data.md)."""
