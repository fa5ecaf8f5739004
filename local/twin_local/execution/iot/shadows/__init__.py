"""Device shadows: documents, versions and the messages that tell of their changes."""
