"""Last step of a run: its result."""
