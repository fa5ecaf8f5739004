"""Systems that the estimators are proved on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.signal import lfilter

from twin.calibration.filtering import Belief, Noise
from twin.calibration.model import Capabilities
from twin.calibration.parameters import Parameter, ParameterSpace
from twin.calibration.window import Floats, Run, Window


@dataclass(frozen=True, eq=False)
class LinearModel:
    """x' = A x + B u per second step, y = H x."""

    transition: Floats
    input_matrix: Floats
    observation: Floats

    def propagate(self, states: Floats, inputs: Floats, seconds: float) -> Floats:
        return states @ self.transition.T + self.input_matrix @ inputs * seconds

    def observe(self, states: Floats, inputs: Floats) -> Floats:
        return states @ self.observation.T


@dataclass(frozen=True, eq=False)
class LinearCase:
    """A random stable system with fewer outputs than states, as it was simulated."""

    model: LinearModel
    noise: Noise
    start: Belief
    window: Window
    states: Floats


def linear_case(seed: int, samples: int = 60) -> LinearCase:
    generator = np.random.default_rng(seed)
    size = 4
    raw = generator.standard_normal((size, size))
    transition = 0.95 * raw / np.abs(np.linalg.eigvals(raw)).max()
    model = LinearModel(
        transition, generator.standard_normal((size, 1)), generator.standard_normal((2, size))
    )
    root = generator.standard_normal((size, size)) * 0.3
    noise = Noise(root @ root.T + 0.05 * np.eye(size), np.diag([0.3, 0.5]))
    start = Belief(np.zeros(size), np.eye(size))
    inputs = generator.standard_normal((samples, 1))
    state = generator.standard_normal(size)
    states = np.empty((samples, size))
    for row in range(samples):
        if row:
            state = model.propagate(state[None], inputs[row - 1], 1.0)[0]
            state = state + generator.multivariate_normal(np.zeros(size), noise.process)
        states[row] = state
    outputs = states @ model.observation.T
    outputs = outputs + generator.multivariate_normal([0, 0], noise.observation, samples)
    outputs[samples // 3, 0] = np.nan
    outputs[samples // 2] = np.nan
    return LinearCase(
        model, noise, start, Window(np.arange(samples, dtype=float), inputs, outputs), states
    )


CELL_TRUTH = np.array([0.015, 0.010, 2000.0, 0.020, 20000.0, 5.0])


def cell_space(prior_sigma: float | None = None) -> ParameterSpace:
    """Return R0, R1, C1, R2, C2 and Q of a cell, started 14 to 27 % wrong."""
    units = ("ohm", "ohm", "F", "ohm", "F", "Ah")
    names = ("R0", "R1", "C1", "R2", "C2", "Q")
    wrong = np.array([1.2, 0.8, 1.27, 1.25, 0.8, 1.14])
    return ParameterSpace(
        tuple(
            Parameter(name, unit, float(t * w), float(t / 5), float(t * 5), True, prior_sigma)
            for name, unit, t, w in zip(names, units, CELL_TRUTH, wrong, strict=True)
        )
    )


def open_circuit_volts(charge: Floats) -> Floats:
    bends = 0.05 * np.sin(6 * charge) - 0.1 * np.exp(-20 * charge)
    return np.asarray(3.2 + 0.9 * charge + bends, dtype=np.float64)


class CellEquations:
    """States: charge, two RC voltages; input: current, A, positive in discharge."""

    def propagate(
        self, states: Floats, parameters: Floats, inputs: Floats, seconds: float
    ) -> Floats:
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
        drop = states[:, 1] + states[:, 2] + parameters[:, 0] * inputs[0]
        volts = open_circuit_volts(states[:, 0]) - drop
        return np.asarray(volts, dtype=np.float64)[:, None]


@dataclass(eq=False)
class CellSimulator:
    """The cell as whole runs, from 90 % charge at rest; vectorised over time."""

    calls: int = 0

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(has_equations=True)

    def simulate(self, parameters: Floats, window: Window) -> Floats:
        self.calls += 1
        r0, r1, c1, r2, c2, capacity = parameters
        current = window.inputs[:, 0]
        before = np.concatenate([[0.0], current[:-1]])
        volts = np.zeros(current.size)
        for r, c in ((r1, c1), (r2, c2)):
            decay = np.exp(-1 / (r * c))
            volts = volts + lfilter([r * (1 - decay)], [1, -decay], before)
        charge = 0.9 - np.cumsum(before) / (3600 * capacity)
        predicted = open_circuit_volts(charge) - volts - r0 * current
        return np.asarray(predicted, dtype=np.float64)[:, None]


def cell_run(seed: int, minutes: int = 90, start: float = 0.0) -> Run:
    """A drive of held random currents at 1 Hz with 2 mV noise."""
    generator = np.random.default_rng(seed)
    seconds = minutes * 60
    holds = generator.integers(5, 120, seconds)
    currents = np.repeat(generator.uniform(-4, 8, seconds), holds)[:seconds]
    current = np.where(np.arange(seconds) % 900 < 720, currents, 0.0)
    times = start + np.arange(seconds, dtype=float)
    empty = Window(times, current[:, None], np.zeros((seconds, 1)))
    volts = CellSimulator().simulate(CELL_TRUTH, empty)
    measured = volts + 0.002 * generator.standard_normal(volts.shape)
    return Run(f"drive {seed}", Window(times, current[:, None], measured))
