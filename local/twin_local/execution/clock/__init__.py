"""The clock of the embedded AWS: the machine's time plus what `twin clock advance` added.

`virtual` tells the time, `timeline` moves it, and every file in `followers` is one part of the
embedded AWS that waits on it. Sources and devices, functions and jobs keep the machine's time.
"""
