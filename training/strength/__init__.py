"""Strength logs of other apps: a CSV whose columns and exercises the runner maps to ours."""
