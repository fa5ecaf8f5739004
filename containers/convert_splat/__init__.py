"""Gaussian splats → SPZ and SOG; `python -m convert_splat --help`."""
