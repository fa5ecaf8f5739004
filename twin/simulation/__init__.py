"""Simulation runs: what goes in, what comes out, what may go wrong."""
