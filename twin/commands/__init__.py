"""Set-point commands: what may be requested, and what became of it."""
