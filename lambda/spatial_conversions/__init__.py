"""Conversions as one can follow, stop, begin again and ask for; and why a derivative is there."""
