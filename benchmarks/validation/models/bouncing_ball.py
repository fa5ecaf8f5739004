"""A ball that falls by Euler steps of 1 ms and bounces, as a slave of pythonfmu."""

from __future__ import annotations

import sys

from pythonfmu import (  # type: ignore[import-untyped]
    Fmi2Causality,
    Fmi2Slave,
    Fmi2Variability,
    Real,
)


class BouncingBall(Fmi2Slave):  # type: ignore[misc]
    """Outputs: height h and speed v. Parameters: g, and the share e of the speed that is kept."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.h, self.v, self.g, self.e = 1.0, 0.0, -9.81, 0.7
        for name in ("h", "v"):
            self.register_variable(Real(name, causality=Fmi2Causality.output))
        tunable = Fmi2Variability.tunable
        for name in ("g", "e"):
            self.register_variable(
                Real(name, causality=Fmi2Causality.parameter, variability=tunable)
            )

    def do_step(self, current_time: float, step_size: float) -> bool:
        for _ in range(int(step_size / 1e-3 + 0.5)):
            speed = self.v
            self.v += 1e-3 * self.g
            self.h += 1e-3 * speed
            if self.h > 0 or self.v >= 0:
                continue
            self.h = sys.float_info.min
            self.v *= -self.e
            if self.v < 0.1:
                self.v = self.g = 0.0
        return True
