"""Own models of the cases, each twice: as C (`<name>.h`) and for pythonfmu (`<name>.py`)."""
