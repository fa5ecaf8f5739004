"""Events of the planes to the live channel of the consoles."""
