"""Deciding access in functions, with the Cedar policy engine."""
