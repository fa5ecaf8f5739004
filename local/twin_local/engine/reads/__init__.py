"""How what a resource was given is read back: one module per service, as in the resource table."""
