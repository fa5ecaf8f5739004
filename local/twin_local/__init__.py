"""The embedded AWS, the simulated PLC and the `twin` command."""
