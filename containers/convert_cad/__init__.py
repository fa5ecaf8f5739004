"""STEP, IGES and BREP → GLB with part names, colours and tree; `python -m convert_cad --help`."""
