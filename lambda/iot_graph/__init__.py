"""Questions about the graph of the twin."""
