"""What the spatial functions share: the catalogue table, the two buckets, the events."""
