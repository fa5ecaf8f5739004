"""State that survives: snapshots of moto's backends, and S3 bodies as content-addressed files."""
