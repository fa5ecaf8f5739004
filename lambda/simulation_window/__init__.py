"""First step of a calibration: its window of measured values."""
