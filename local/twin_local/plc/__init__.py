"""The simulated PLC of the demo station: honest physics behind an OPC UA server."""
