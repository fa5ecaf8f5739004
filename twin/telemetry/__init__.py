"""Samples of signals: what one is, and when it is fit to be stored."""
