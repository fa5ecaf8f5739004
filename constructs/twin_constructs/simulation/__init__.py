"""Where models are kept and runs are run."""
