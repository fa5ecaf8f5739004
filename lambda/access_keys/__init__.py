"""API keys: people make, list and take back keys for their programs."""
