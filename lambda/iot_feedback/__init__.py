"""Answers of the edge to command requests."""
