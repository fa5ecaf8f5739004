"""Wiring only: which constructs a site consists of and what they know of each other."""
