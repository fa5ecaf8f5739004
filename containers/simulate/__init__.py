"""Run a simulation model: one job is one run, with its interval from sampled parameters."""
