"""Batch: jobs run as local processes of the published container packages."""
