"""A counter that rises by one each second, as a slave of pythonfmu."""

from __future__ import annotations

import math

from pythonfmu import Fmi2Causality, Fmi2Slave, Real  # type: ignore[import-untyped]


class Stair(Fmi2Slave):  # type: ignore[misc]
    """Output: counter."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.counter = 1.0
        self.register_variable(Real("counter", causality=Fmi2Causality.output))

    def do_step(self, current_time: float, step_size: float) -> bool:
        self.counter = 1.0 + math.floor(current_time + step_size + 1e-9)
        return True
