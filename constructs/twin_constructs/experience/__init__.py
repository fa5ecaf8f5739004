"""How people reach the twin: the API, the live channel, the console."""
