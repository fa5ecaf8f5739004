"""The IoT plane: assets, signals, alarms, commands, the twin graph and the edge."""
