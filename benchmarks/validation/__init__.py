"""The validation suite of the simulation plane: what its estimates, intervals and runs are worth.

`python -m benchmarks.validation`: a case is a file of `cases/`, run in a process of its own; the
report says what was found beside references, and whether what is promised was held.
"""
