"""Triangle meshes → GLB with names, colours, textures, units; `python -m convert_mesh --help`."""
