"""Long-term storage of values: its configuration, and imports of what came too late."""
