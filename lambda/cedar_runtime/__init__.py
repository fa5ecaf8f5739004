"""The Cedar policy engine in functions; its extension module is in a layer that they share."""
