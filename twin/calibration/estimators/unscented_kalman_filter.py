"""The unscented Kalman filter."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from twin.calibration.covariances import cholesky, symmetric
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
class UnscentedKalmanFilter:
    """A filter that redraws its sigma points once process noise is added.

    Without the redraw process noise never enters the innovation, and the gain is too small.
    """

    model: StateSpaceModel
    noise: Noise
    spread: Spread = field(default_factory=Spread)

    def begin(self, belief: Belief) -> Belief:
        """Return the belief as it is."""
        return belief

    def belief(self, state: Belief) -> Belief:
        """Return the belief as it is."""
        return state

    def predict(self, state: Belief, inputs: Floats, seconds: float) -> Belief:
        """Return what is believed `seconds` later."""
        points = self.model.propagate(self._points(state), inputs, seconds)
        size = state.mean.size
        mean = weighted_mean(points, self.spread.mean_weights(size))
        offsets = points - mean
        covariance = (offsets.T * self.spread.covariance_weights(size)) @ offsets
        return Belief(mean, symmetric(covariance + self.noise.process * seconds))

    def update(
        self, state: Belief, inputs: Floats, output: Floats, measured: Mask
    ) -> tuple[Belief, Innovation]:
        """Return the belief corrected by the outputs that were measured."""
        points = self._points(state)
        observed = self.model.observe(points, inputs)[:, measured]
        size = state.mean.size
        foreseen = weighted_mean(observed, self.spread.mean_weights(size))
        weighted = (observed - foreseen).T * self.spread.covariance_weights(size)
        noise = self.noise.observation[np.ix_(measured, measured)]
        spread = symmetric(weighted @ (observed - foreseen) + noise)
        cross = (weighted @ (points - state.mean)).T
        gain = np.linalg.solve(spread, cross.T).T
        difference = output[measured] - foreseen
        covariance = symmetric(state.covariance - gain @ spread @ gain.T)
        corrected = Belief(state.mean + gain @ difference, covariance)
        return corrected, gaussian_innovation(difference, spread)

    def _points(self, state: Belief) -> Floats:
        return sigma_points(state.mean, cholesky(state.covariance), self.spread)


def follow(model: StateSpaceModel, noise: Noise, start: Belief, window: Window) -> Trace:
    """Follow the state through one window."""
    return track(UnscentedKalmanFilter(model, noise), start, window)


def estimate(problem: CalibrationProblem) -> Estimate:
    """Estimate state and parameters together, sample by sample.

    Raises:
        ProblemIncomplete: the problem does not say how the state behaves.
        Diverged: the filter gave no number.
    """
    return estimate_recursively(problem, ESTIMATOR.name, follow)


ESTIMATOR = Estimator(
    name="unscented_kalman_filter",
    title="Unscented Kalman filter over state and parameters",
    source="Julier and Uhlmann 1997; Wan and van der Merwe 2000",
    approach=Approach.RECURSIVE,
    estimate=estimate,
)
