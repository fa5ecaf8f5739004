"""The latest values and the history of signals."""
