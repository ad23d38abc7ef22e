"""Runs from files: what a watch or another app has written, read with care, kept as four facts."""
