"""What becomes of a calibration that failed."""
