"""Simulation models of the demo site, built from source."""
