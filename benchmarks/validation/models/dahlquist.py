"""x' = -k x by Euler steps of 0.1 s, as a slave of pythonfmu."""

from __future__ import annotations

from pythonfmu import (  # type: ignore[import-untyped]
    Fmi2Causality,
    Fmi2Slave,
    Fmi2Variability,
    Real,
)


class Dahlquist(Fmi2Slave):  # type: ignore[misc]
    """Output: x. Parameter: k."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.x, self.k = 1.0, 1.0
        self.register_variable(Real("x", causality=Fmi2Causality.output))
        tunable = Fmi2Variability.tunable
        self.register_variable(Real("k", causality=Fmi2Causality.parameter, variability=tunable))

    def do_step(self, current_time: float, step_size: float) -> bool:
        for _ in range(int(step_size / 0.1 + 0.5)):
            self.x -= 0.1 * self.k * self.x
        return True
