"""Gaussian splats → SPZ; `python -m convert_splat --help`."""
