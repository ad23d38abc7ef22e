"""The demo: believable people for a running copy, never loaded by itself."""
