"""Last step of a calibration: what was decided."""
