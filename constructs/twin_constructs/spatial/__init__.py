"""Building blocks of the spatial plane."""
