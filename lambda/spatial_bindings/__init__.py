"""Bindings of parts and regions to signals and variables, and what differs between versions."""
