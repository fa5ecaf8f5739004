"""The square-root unscented Kalman filter: the covariance lives as its Cholesky factor."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from twin.calibration.covariances import cholesky, rank_one_update, root_of_sum, square_root
from twin.calibration.estimate import Estimate
from twin.calibration.estimator import Approach, Estimator
from twin.calibration.filtering import (
    Belief,
    Innovation,
    Mask,
    Noise,
    Trace,
    gaussian_innovation,
    track,
)
from twin.calibration.model import StateSpaceModel
from twin.calibration.problem import CalibrationProblem
from twin.calibration.recursive import estimate_recursively
from twin.calibration.sigma_points import Spread, sigma_points, weighted_mean
from twin.calibration.window import Floats, Window


@dataclass(frozen=True, eq=False)
class RootBelief:
    """A Gaussian: mean [k] and the lower Cholesky factor [k, k] of its covariance."""

    mean: Floats
    root: Floats


@dataclass(frozen=True, eq=False)
class SquareRootUnscentedKalmanFilter:
    """A filter whose covariance cannot lose its sign by rounding: QR and rank-one updates."""

    model: StateSpaceModel
    noise: Noise
    spread: Spread = field(default_factory=Spread)

    def begin(self, belief: Belief) -> RootBelief:
        """Return a Gaussian belief by its Cholesky factor."""
        return RootBelief(belief.mean, cholesky(belief.covariance))

    def belief(self, state: RootBelief) -> Belief:
        """Return mean and covariance."""
        return Belief(state.mean, state.root @ state.root.T)

    def predict(self, state: RootBelief, inputs: Floats, seconds: float) -> RootBelief:
        """Return what is believed `seconds` later."""
        points = sigma_points(state.mean, state.root, self.spread)
        points = self.model.propagate(points, inputs, seconds)
        mean = weighted_mean(points, self.spread.mean_weights(state.mean.size))
        noise = square_root(self.noise.process) * np.sqrt(seconds)
        return RootBelief(mean, self._root(points - mean, noise))

    def update(
        self, state: RootBelief, inputs: Floats, output: Floats, measured: Mask
    ) -> tuple[RootBelief, Innovation]:
        """Return the belief corrected by the outputs that were measured."""
        points = sigma_points(state.mean, state.root, self.spread)
        observed = self.model.observe(points, inputs)[:, measured]
        size = state.mean.size
        foreseen = weighted_mean(observed, self.spread.mean_weights(size))
        noise = square_root(self.noise.observation[np.ix_(measured, measured)])
        root = self._root(observed - foreseen, noise)
        weights = self.spread.covariance_weights(size)
        cross = ((points - state.mean).T * weights) @ (observed - foreseen)
        # gain · root: the columns by which the covariance shrinks.
        shrinking = np.linalg.solve(root, cross.T).T
        difference = output[measured] - foreseen
        mean = state.mean + shrinking @ np.linalg.solve(root, difference)
        corrected: Floats = state.root
        for column in range(len(foreseen)):
            corrected = rank_one_update(corrected, shrinking.T[column], -1.0)
        return RootBelief(mean, corrected), gaussian_innovation(difference, root @ root.T)

    def _root(self, offsets: Floats, noise: Floats) -> Floats:
        weights = self.spread.covariance_weights((len(offsets) - 1) // 2)
        outer = offsets[1:].T * np.sqrt(weights[1])
        return rank_one_update(root_of_sum(outer, noise), offsets[0], float(weights[0]))


def follow(model: StateSpaceModel, noise: Noise, start: Belief, window: Window) -> Trace:
    """Follow the state through one window."""
    return track(SquareRootUnscentedKalmanFilter(model, noise), start, window)


def estimate(problem: CalibrationProblem) -> Estimate:
    """Estimate state and parameters together, sample by sample.

    Raises:
        ProblemIncomplete: the problem does not say how the state behaves.
        Diverged: the filter gave no number.
    """
    return estimate_recursively(problem, ESTIMATOR.name, follow)


ESTIMATOR = Estimator(
    name="square_root_unscented_kalman_filter",
    title="Square-root unscented Kalman filter over state and parameters",
    source="van der Merwe and Wan 2001",
    approach=Approach.RECURSIVE,
    estimate=estimate,
)
