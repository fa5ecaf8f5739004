"""A battery cell of two RC pairs: equations, whole runs, and drives with a known truth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.signal import lfilter

from twin.calibration.model import Capabilities
from twin.calibration.parameters import Parameter, ParameterSpace
from twin.calibration.window import Floats, Run, Window

NAMES = ("R0", "R1", "C1", "R2", "C2", "Q")
UNITS = ("ohm", "ohm", "F", "ohm", "F", "Ah")
TRUTH = np.array([0.015, 0.010, 2000.0, 0.020, 20000.0, 5.0])
WRONG = np.array([1.2, 0.8, 1.27, 1.25, 0.8, 1.14])
"""By how much the start is wrong: 14 to 27 %."""

FULL = 0.9
"""The known state of charge at which every drive starts, at rest."""

NOISE_VOLTS = 0.002


def cell_space(prior_sigma: float | None = None, start: Floats = TRUTH * WRONG) -> ParameterSpace:
    """Return the six parameters on logarithmic scales, a fifth to five times the truth."""
    return ParameterSpace(
        tuple(
            Parameter(name, unit, float(begin), float(true / 5), float(true * 5), True, prior_sigma)
            for name, unit, begin, true in zip(NAMES, UNITS, start, TRUTH, strict=True)
        )
    )


def open_circuit_volts(charge: Floats) -> Floats:
    """Return the voltage at rest for a state of charge 0 to 1."""
    bends = 0.05 * np.sin(6 * charge) - 0.1 * np.exp(-20 * charge)
    return np.asarray(3.2 + 0.9 * charge + bends, dtype=np.float64)


class CellEquations:
    """States: charge, two RC voltages; input: current, A, positive in discharge."""

    def propagate(
        self, states: Floats, parameters: Floats, inputs: Floats, seconds: float
    ) -> Floats:
        """Return the states after `seconds` of a held current, exactly."""
        _, r1, c1, r2, c2, capacity = parameters.T
        current = inputs[0]
        fast, slow = np.exp(-seconds / (r1 * c1)), np.exp(-seconds / (r2 * c2))
        return np.column_stack(
            [
                states[:, 0] - current * seconds / (3600 * capacity),
                states[:, 1] * fast + r1 * (1 - fast) * current,
                states[:, 2] * slow + r2 * (1 - slow) * current,
            ]
        )

    def observe(self, states: Floats, parameters: Floats, inputs: Floats) -> Floats:
        """Return the terminal voltage, V."""
        drop = states[:, 1] + states[:, 2] + parameters[:, 0] * inputs[0]
        volts = open_circuit_volts(states[:, 0]) - drop
        return np.asarray(volts, dtype=np.float64)[:, None]


@dataclass(frozen=True)
class CellSimulator:
    """The same cell as whole runs from its known start, at once over all samples of 1 Hz.

    `is_before_change`: a sample is measured under the current until then, not the one from then on.
    """

    is_before_change: bool = False

    @property
    def capabilities(self) -> Capabilities:
        """Return that the equations are known."""
        return Capabilities(has_equations=True)

    def simulate(self, parameters: Floats, window: Window) -> Floats:
        """Return the voltages [n, 1]."""
        r0, r1, c1, r2, c2, capacity = parameters
        current = window.inputs[:, 0]
        before = np.concatenate([[0.0], current[:-1]])
        volts = np.zeros(current.size)
        for r, c in ((r1, c1), (r2, c2)):
            decay = np.exp(-1 / (r * c))
            volts = volts + lfilter([r * (1 - decay)], [1, -decay], before)
        charge = FULL - np.cumsum(before) / (3600 * capacity)
        through = before if self.is_before_change else current
        predicted = open_circuit_volts(charge) - volts - r0 * through
        return np.asarray(predicted, dtype=np.float64)[:, None]


def drive(
    seed: int,
    minutes: int = 90,
    start_seconds: float = 0.0,
    truth: Floats = TRUTH,
    *,
    is_before_change: bool = False,
) -> Run:
    """Return held random currents, -4 to 8 A for 5 to 120 s, at 1 Hz, a rest each 15 minutes."""
    generator = np.random.default_rng(seed)
    seconds = minutes * 60
    holds = generator.integers(5, 120, seconds)
    currents = np.repeat(generator.uniform(-4, 8, seconds), holds)[:seconds]
    current = np.where(np.arange(seconds) % 900 < 720, currents, 0.0)
    times = start_seconds + np.arange(seconds, dtype=np.float64)
    empty = Window(times, current[:, None], np.zeros((seconds, 1)))
    volts = CellSimulator(is_before_change).simulate(truth, empty)
    measured = volts + NOISE_VOLTS * generator.standard_normal(volts.shape)
    return Run(f"drive {seed}", Window(times, current[:, None], measured))


def largest_error_percent(values: Floats) -> float:
    """Return the largest relative error of a parameter, %."""
    return float(np.abs(values / TRUTH - 1).max() * 100)
