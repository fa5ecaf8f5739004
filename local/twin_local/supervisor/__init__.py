"""Runs a whole twin on this machine: processes, deployment, users, first data."""
