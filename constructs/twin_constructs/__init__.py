"""Building blocks, one capability each."""
