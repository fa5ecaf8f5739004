"""Deleted assets whose retention is over, removed for good."""
