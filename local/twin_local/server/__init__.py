"""The embedded AWS as one process: its ports, its state on disk and its console front."""
