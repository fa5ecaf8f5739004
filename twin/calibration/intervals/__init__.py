"""Intervals of predictions that cover what they claim."""
