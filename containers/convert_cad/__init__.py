"""STEP → GLB with part names, colours and assembly tree; `python -m convert_cad --help`."""
