"""Systems and data that several cases share."""
