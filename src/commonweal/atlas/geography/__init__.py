"""Lookups, outlines, neighbours, postcodes and tiles: pure functions on tables and outlines."""
