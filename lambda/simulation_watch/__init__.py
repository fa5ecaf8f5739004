"""Predictions against what was measured: drift, and versions that are taken back."""
