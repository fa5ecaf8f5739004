"""Bindings: part of a model, or region of space ↔ signal ↔ simulation variable; versioned."""
