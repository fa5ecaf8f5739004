"""GLB files: reading, checking and packing them."""
