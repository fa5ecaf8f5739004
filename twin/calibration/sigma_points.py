"""Scaled sigma points (Wan and van der Merwe, "The Unscented Kalman Filter", 2001, eq. 7.30)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twin.calibration.window import Floats


@dataclass(frozen=True)
class Spread:
    """How far sigma points lie from the mean, as in the paper; beta = 2 suits a Gaussian."""

    alpha: float = 0.1
    beta: float = 2.0
    kappa: float = 0.0

    def scale(self, size: int) -> float:
        """Return λ + k, by which the covariance is stretched."""
        return self.alpha**2 * (size + self.kappa)

    def mean_weights(self, size: int) -> Floats:
        """Return the weights [2k + 1] of the mean."""
        scale = self.scale(size)
        weights = np.full(2 * size + 1, 1 / (2 * scale))
        weights[0] = (scale - size) / scale
        return weights

    def covariance_weights(self, size: int) -> Floats:
        """Return the weights [2k + 1] of covariances."""
        weights = self.mean_weights(size)
        weights[0] += 1 - self.alpha**2 + self.beta
        return weights


def sigma_points(mean: Floats, root: Floats, spread: Spread) -> Floats:
    """Return the points [2k + 1, k] of a mean and the root L of its covariance L Lᵀ."""
    offsets = np.sqrt(spread.scale(mean.size)) * root.T
    return np.vstack([mean, mean + offsets, mean - offsets])


def weighted_mean(points: Floats, weights: Floats) -> Floats:
    """Return the mean [k] of points [n, k], summed about the first point for accuracy.

    The central weight is large and negative: about the first point it does not cancel.
    """
    return np.asarray(points[0] + weights[1:] @ (points[1:] - points[0]), dtype=np.float64)
