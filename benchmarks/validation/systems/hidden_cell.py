"""The cell of two RC pairs as a model that hides its state: whole windows from a given state."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.signal import lfilter

from benchmarks.validation.systems import cell
from twin.calibration.model import Capabilities
from twin.calibration.window import Floats, Window

HIDDEN = Capabilities()


@dataclass(frozen=True, eq=False)
class CellFrom:
    """The cell over a window from a state: charge, and both RC voltages."""

    state: Floats

    @property
    def capabilities(self) -> Capabilities:
        """Return that nothing but whole windows can be asked of it."""
        return HIDDEN

    def simulate(self, parameters: Floats, window: Window) -> Floats:
        """Return the voltages [n, 1]."""
        charge, first, second = self._states(parameters, window)
        rest = cell.open_circuit_volts(charge)
        volts = rest - first - second - parameters[0] * window.inputs[:, 0]
        return np.asarray(volts, dtype=np.float64)[:, None]

    def after(self, parameters: Floats, window: Window) -> Floats:
        """Return the state one sample after the window."""
        last = window.inputs[-1:]
        longer = Window(
            np.append(window.times_seconds, window.times_seconds[-1] + 1),
            np.vstack([window.inputs, last]),
            np.vstack([window.outputs, window.outputs[-1:]]),
        )
        return np.array([column[-1] for column in self._states(parameters, longer)])

    def _states(self, parameters: Floats, window: Window) -> tuple[Floats, Floats, Floats]:
        _, r1, c1, r2, c2, capacity = parameters
        before = window.inputs[:-1, 0]
        charge = self.state[0] - np.concatenate([[0.0], np.cumsum(before)]) / (3600 * capacity)
        first, second = (
            _lagged(start, before, r, np.exp(-1 / (r * c)))
            for start, r, c in ((self.state[1], r1, c1), (self.state[2], r2, c2))
        )
        return charge, first, second


def _lagged(start: float, current: Floats, resistance: float, decay: float) -> Floats:
    pushed = np.concatenate([[start], resistance * (1 - decay) * current])
    return np.asarray(lfilter([1.0], [1.0, -decay], pushed), dtype=np.float64)
