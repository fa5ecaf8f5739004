"""IFC → GLB with storeys, GlobalIds, properties, quantities: `python -m convert_bim --help`."""
