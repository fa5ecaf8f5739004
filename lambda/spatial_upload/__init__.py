"""Upload sessions: from the announcement of a file to its verified bytes."""
