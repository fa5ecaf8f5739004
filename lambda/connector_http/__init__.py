"""Data connectors that ask databases over HTTPS."""
