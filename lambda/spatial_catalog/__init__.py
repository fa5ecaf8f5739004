"""The 3D scene of what is published, and what can be converted."""
