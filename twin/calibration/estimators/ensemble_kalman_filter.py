"""The ensemble Kalman filter with perturbed observations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twin.calibration.covariances import square_root, symmetric
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
from twin.calibration.window import Floats, Window


@dataclass(frozen=True, eq=False)
class EnsembleKalmanFilter:
    """A filter whose belief is an ensemble [members, k]; exact as its size grows."""

    model: StateSpaceModel
    noise: Noise
    members: int
    generator: np.random.Generator

    def begin(self, belief: Belief) -> Floats:
        """Draw the ensemble from a Gaussian."""
        return belief.mean + self._noise(belief.covariance)

    def belief(self, state: Floats) -> Belief:
        """Return mean and covariance of the ensemble."""
        return Belief(state.mean(axis=0), np.atleast_2d(np.cov(state, rowvar=False)))

    def predict(self, state: Floats, inputs: Floats, seconds: float) -> Floats:
        """Return the ensemble `seconds` later, each member with its own process noise."""
        moved = self.model.propagate(state, inputs, seconds)
        return moved + self._noise(self.noise.process * seconds)

    def update(
        self, state: Floats, inputs: Floats, output: Floats, measured: Mask
    ) -> tuple[Floats, Innovation]:
        """Return the ensemble after each member saw its own perturbed observation."""
        observed = self.model.observe(state, inputs)[:, measured]
        noise = self.noise.observation[np.ix_(measured, measured)]
        offsets = observed - observed.mean(axis=0)
        spread = symmetric(offsets.T @ offsets / (self.members - 1) + noise)
        cross = (state - state.mean(axis=0)).T @ offsets / (self.members - 1)
        gain = np.linalg.solve(spread, cross.T).T
        perturbed = output[measured] + self._noise(noise)
        difference = output[measured] - observed.mean(axis=0)
        return state + (perturbed - observed) @ gain.T, gaussian_innovation(difference, spread)

    def _noise(self, covariance: Floats) -> Floats:
        """Draw noise [members, k] whose mean over the ensemble is zero: it moves no mean."""
        drawn = self.generator.standard_normal((self.members, len(covariance)))
        return np.asarray((drawn - drawn.mean(axis=0)) @ square_root(covariance).T, dtype=float)


def estimate(problem: CalibrationProblem) -> Estimate:
    """Estimate state and parameters together, sample by sample.

    Raises:
        ProblemIncomplete: the problem does not say how the state behaves.
        Diverged: the filter gave no number.
    """
    generator = np.random.default_rng(problem.seed)
    members = problem.effort.members

    def follow(model: StateSpaceModel, noise: Noise, start: Belief, window: Window) -> Trace:
        return track(EnsembleKalmanFilter(model, noise, members, generator), start, window)

    return estimate_recursively(problem, ESTIMATOR.name, follow)


ESTIMATOR = Estimator(
    name="ensemble_kalman_filter",
    title="Ensemble Kalman filter over state and parameters",
    source="Evensen 1994; Burgers, van Leeuwen and Evensen 1998",
    approach=Approach.RECURSIVE,
    estimate=estimate,
)
