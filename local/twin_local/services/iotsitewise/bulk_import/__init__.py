"""Bulk import: jobs that read values from files in S3."""
