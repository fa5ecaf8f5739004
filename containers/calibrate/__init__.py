"""Calibrate a model by a window of measured values: estimate, back-test, decide, report."""
