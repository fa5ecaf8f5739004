"""Search over all databases."""
