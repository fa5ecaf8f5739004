"""Systems that the estimators are proved on."""

from __future__ import annotations

import numpy as np

from benchmarks.validation.systems.linear import LinearCase, LinearModel
from twin.calibration.filtering import Belief, Noise
from twin.calibration.window import Window


def linear_case(seed: int, samples: int = 60) -> LinearCase:
    """Return a random stable system of four states and two outputs, as it was simulated."""
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
    window = Window(np.arange(samples, dtype=float), inputs, outputs)
    return LinearCase(model, noise, start, window, states)
