"""Random stable linear systems with fewer outputs than states, and their exact answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import solve_triangular

from twin.calibration.filtering import Belief, Noise
from twin.calibration.window import Floats, Window

STATES, OUTPUTS = 4, 2


@dataclass(frozen=True, eq=False)
class LinearModel:
    """x' = A x + B u for steps of one second, y = H x."""

    transition: Floats
    input_matrix: Floats
    observation: Floats

    def propagate(self, states: Floats, inputs: Floats, seconds: float) -> Floats:
        """Return the states one step later; the input is held."""
        return states @ self.transition.T + self.input_matrix @ inputs * seconds

    def observe(self, states: Floats, inputs: Floats) -> Floats:
        """Return the outputs."""
        return states @ self.observation.T


@dataclass(frozen=True, eq=False)
class LinearCase:
    """A system, what is known beforehand, what was measured, and the states [n, 4] behind it."""

    model: LinearModel
    noise: Noise
    start: Belief
    window: Window
    states: Floats


def linear_case(seed: int, samples: int, run: int = 0) -> LinearCase:
    """Return system `seed`, of spectral radius 0.95, as it went in `run`; some outputs are lost."""
    model, noise = _system(seed)
    start = Belief(np.zeros(STATES), np.eye(STATES))
    generator = np.random.default_rng([seed, run])
    inputs = generator.standard_normal((samples, 1))
    states = np.empty((samples, STATES))
    states[0] = generator.standard_normal(STATES)
    steps = generator.multivariate_normal(np.zeros(STATES), noise.process, samples)
    for row in range(1, samples):
        moved = model.propagate(states[row - 1], inputs[row - 1], 1.0)
        states[row] = moved + steps[row]
    sigmas = np.sqrt(np.diag(noise.observation))
    outputs = model.observe(states, inputs) + sigmas * generator.standard_normal((samples, OUTPUTS))
    outputs[samples // 3, 0] = np.nan
    outputs[samples // 2] = np.nan
    window = Window(np.arange(samples, dtype=np.float64), inputs, outputs)
    return LinearCase(model, noise, start, window, states)


def batch_posterior(case: LinearCase, samples: int) -> Belief:
    """Return the belief after `samples` by one least-squares problem over all states at once.

    No recursion and no covariance update: it shares nothing with a filter but the model. Rows are
    whitened; a QR factorisation leaves the last state's block at the end of its triangle.
    """
    rows, values = _stacked(case, samples)
    _, triangle = np.linalg.qr(np.column_stack([rows, values]))
    size = samples * STATES
    corner = triangle[size - STATES : size, size - STATES : size]
    mean = solve_triangular(corner, triangle[size - STATES : size, size])
    inverse = solve_triangular(corner, np.eye(STATES))
    return Belief(np.asarray(mean), np.asarray(inverse @ inverse.T))


def _stacked(case: LinearCase, samples: int) -> tuple[Floats, Floats]:
    model, window = case.model, case.window
    process = np.linalg.inv(np.linalg.cholesky(case.noise.process))
    sigmas = np.sqrt(np.diag(case.noise.observation))
    blocks, values = [_block(np.eye(STATES), 0, samples)], [case.start.mean]
    for row in range(samples):
        if row:
            blocks.append(
                _block(process, row, samples) - _block(process @ model.transition, row - 1, samples)
            )
            values.append(process @ (model.input_matrix @ window.inputs[row - 1]))
        measured = np.isfinite(window.outputs[row])
        weights = (1 / sigmas)[measured]
        blocks.append(_block(weights[:, None] * model.observation[measured], row, samples))
        values.append(weights * window.outputs[row, measured])
    return np.vstack(blocks), np.concatenate(values)


def _block(matrix: Floats, row: int, samples: int) -> Floats:
    whole = np.zeros((len(matrix), samples * STATES))
    whole[:, row * STATES : (row + 1) * STATES] = matrix
    return whole


def _system(seed: int) -> tuple[LinearModel, Noise]:
    generator = np.random.default_rng(seed)
    raw = generator.standard_normal((STATES, STATES))
    transition = 0.95 * raw / np.abs(np.linalg.eigvals(raw)).max()
    inputs = generator.standard_normal((STATES, 1))
    model = LinearModel(transition, inputs, generator.standard_normal((OUTPUTS, STATES)))
    root = generator.standard_normal((STATES, STATES)) * 0.3
    return model, Noise(root @ root.T + 0.05 * np.eye(STATES), np.diag([0.3, 0.5]))
