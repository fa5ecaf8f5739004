"""The API of simulation models and runs."""
