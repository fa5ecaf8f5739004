"""The index of the catalogue: its snapshot in S3, its pointer in the table, the feed of changes."""
