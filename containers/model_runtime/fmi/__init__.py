"""FMUs of FMI 2.0 and 3.0, co-simulation and model exchange, over FMPy's bindings."""
