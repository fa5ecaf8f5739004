"""Whether a model still follows its asset."""
