"""The API of the registry of models."""
