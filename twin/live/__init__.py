"""The live channel: what is pushed to consoles, and on which channel."""
