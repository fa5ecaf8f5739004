"""The kinds of model that this image loads: one module per kind with `open_model`."""
