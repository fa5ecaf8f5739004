"""Whole folders to and from assets."""
