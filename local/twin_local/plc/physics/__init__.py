"""The physics of the demo station: pure functions and frozen values, SI units unless named.

Nothing in here knows OPC UA, clocks or randomness: a step takes a state, inputs and seconds, and
returns the next state. The same inputs always give the same station.
"""
