"""Comparing metadata with its schema, which needs libraries: for functions that write metadata."""
