"""A level that wanders, measured with noise: what a signal without a model can be followed by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twin.calibration.estimators import kalman_filter
from twin.calibration.filtering import Belief, Noise, Trace
from twin.calibration.window import Floats, Window


@dataclass(frozen=True)
class LocalLevel:
    """One state, which is the output."""

    def propagate(self, states: Floats, inputs: Floats, seconds: float) -> Floats:
        """Return the level as it is; it wanders by the process noise."""
        return states

    def observe(self, states: Floats, inputs: Floats) -> Floats:
        """Return the level."""
        return states


def noise_of(values: Floats) -> Noise:
    """Return the noise per sample by the moments of differences d of values [n] at even times.

    var d = q + 2 r and cov(dᵢ, dᵢ₊₁) = -r; where neighbours do not correlate negatively, r is a
    hundredth of the variance.
    """
    steps = np.diff(values)
    variance = float(np.var(steps))
    measured = max(-float(np.mean(steps[:-1] * steps[1:])), 0.01 * variance)
    wandered = max(variance - 2 * measured, 0.01 * variance)
    return Noise(np.array([[wandered]]), np.array([[measured]]))


def followed(values: Floats, noise: Noise) -> Trace:
    """Follow values [n], one second apart, from their first."""
    window = Window(
        np.arange(values.size, dtype=np.float64), np.zeros((values.size, 0)), values[:, None]
    )
    start = Belief(values[:1], noise.observation)
    return kalman_filter.follow(LocalLevel(), noise, start, window)
