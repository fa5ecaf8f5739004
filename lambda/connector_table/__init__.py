"""Data connectors that read tables of the twin."""
