"""Van der Pol's oscillator, as a slave of pythonfmu."""

from __future__ import annotations

import math

from pythonfmu import (  # type: ignore[import-untyped]
    Fmi2Causality,
    Fmi2Initial,
    Fmi2Slave,
    Fmi2Variability,
    Real,
)


class VanDerPol(Fmi2Slave):  # type: ignore[misc]
    """Outputs: x0, x1. Parameters: mu; the Euler step, 0 for Runge-Kutta of at most 10 ms."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.x0, self.x1, self.mu, self.step = 2.0, 0.0, 1.0, 0.0
        for name in ("x0", "x1"):
            exact = Fmi2Initial.exact
            self.register_variable(Real(name, causality=Fmi2Causality.output, initial=exact))
        tunable = Fmi2Variability.tunable
        for name in ("mu", "step"):
            self.register_variable(
                Real(name, causality=Fmi2Causality.parameter, variability=tunable)
            )

    def do_step(self, current_time: float, step_size: float) -> bool:
        parts = math.ceil(step_size / (self.step or 0.01) - 1e-9)
        for _ in range(parts):
            if self.step:
                first, second = self._slope(self.x0, self.x1)
                self.x0 += self.step * first
                self.x1 += self.step * second
            else:
                self._runge_kutta(step_size / parts)
        return True

    def _slope(self, x0: float, x1: float) -> tuple[float, float]:
        return x1, self.mu * (1 - x0 * x0) * x1 - x0

    def _runge_kutta(self, s: float) -> None:
        x0, x1 = self.x0, self.x1
        a = self._slope(x0, x1)
        b = self._slope(x0 + s / 2 * a[0], x1 + s / 2 * a[1])
        c = self._slope(x0 + s / 2 * b[0], x1 + s / 2 * b[1])
        d = self._slope(x0 + s * c[0], x1 + s * c[1])
        self.x0 = x0 + s / 6 * (a[0] + 2 * b[0] + 2 * c[0] + d[0])
        self.x1 = x1 + s / 6 * (a[1] + 2 * b[1] + 2 * c[1] + d[1])
