"""The steps of the workflow of studies that are no jobs."""
