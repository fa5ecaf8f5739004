"""Search over the catalogue: one query model, and engines that answer it."""
