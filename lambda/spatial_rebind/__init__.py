"""Carries the bindings of an asset over to its new version."""
