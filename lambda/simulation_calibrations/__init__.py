"""The API of calibrations."""
