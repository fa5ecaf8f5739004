"""Point clouds → COPC, 3D Tiles and what they are in numbers; `python -m convert_points --help`."""
