"""What can be done with a loaded model of any kind, and how FMUs do it."""
