"""A step of the workflow: every member of an archive becomes an upload of its own."""
