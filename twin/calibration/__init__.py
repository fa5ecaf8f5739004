"""Calibration: parameters of a simulation model from what its asset did, with proof."""
