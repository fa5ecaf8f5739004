"""What becomes of a study that gives no results."""
