"""USD → GLB and GLB → USDZ; `python -m convert_usd --help`."""
