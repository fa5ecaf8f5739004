"""Search in one SQLite file: FTS5, R*Tree and plain indexes, all of Python's own library."""
