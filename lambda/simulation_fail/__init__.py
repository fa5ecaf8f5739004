"""What becomes of a run that failed."""
