"""Carries set-points from the device shadow to the PLC and the answer back."""
