"""Last step of the workflow: what was converted enters the catalogue, whole or not at all."""
