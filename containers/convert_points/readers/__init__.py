"""One module for each format: `read(source, limits)` returns all points of a file as a cloud."""
