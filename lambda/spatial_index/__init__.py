"""Snapshots of the index of the catalogue."""
