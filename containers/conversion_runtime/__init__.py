"""What every conversion image has in common: command line, limited steps, errors, result."""
