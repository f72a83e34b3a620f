"""Acquire published files and read each published format."""
