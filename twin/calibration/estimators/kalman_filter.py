"""The Kalman filter: exact where the model is linear, the reference of all others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twin.calibration.covariances import symmetric
from twin.calibration.errors import ModelNotLinear
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
class KalmanFilter:
    """The exact filter; the matrices are read off the model, which is refused if not linear."""

    model: StateSpaceModel
    noise: Noise

    def begin(self, belief: Belief) -> Belief:
        """Return the belief as it is."""
        return belief

    def belief(self, state: Belief) -> Belief:
        """Return the belief as it is."""
        return state

    def predict(self, state: Belief, inputs: Floats, seconds: float) -> Belief:
        """Return what is believed `seconds` later."""
        probes = self.model.propagate(_probes(state.mean), inputs, seconds)
        matrix = _matrix(probes, state.mean)
        covariance = matrix @ state.covariance @ matrix.T + self.noise.process * seconds
        return Belief(probes[-1], symmetric(covariance))

    def update(
        self, state: Belief, inputs: Floats, output: Floats, measured: Mask
    ) -> tuple[Belief, Innovation]:
        """Return the belief corrected by the outputs that were measured (Joseph's form)."""
        probes = self.model.observe(_probes(state.mean), inputs)[:, measured]
        matrix = _matrix(probes, state.mean)
        noise = self.noise.observation[np.ix_(measured, measured)]
        spread = symmetric(matrix @ state.covariance @ matrix.T + noise)
        gain = np.linalg.solve(spread, matrix @ state.covariance).T
        difference = output[measured] - probes[-1]
        kept = np.eye(state.mean.size) - gain @ matrix
        covariance = symmetric(kept @ state.covariance @ kept.T + gain @ noise @ gain.T)
        corrected = Belief(state.mean + gain @ difference, covariance)
        return corrected, gaussian_innovation(difference, spread)


def _probes(mean: Floats) -> Floats:
    """Return the origin, the unit vectors and the mean: what shows an affine map whole."""
    return np.vstack([np.zeros(mean.size), np.eye(mean.size), mean])


def _matrix(probes: Floats, mean: Floats) -> Floats:
    """Return the matrix [p, k] of an affine map from its values at the probes."""
    matrix = (probes[1:-1] - probes[0]).T
    foretold = matrix @ mean + probes[0]
    if not np.allclose(foretold, probes[-1], rtol=1e-8, atol=1e-8 * float(np.abs(probes).max())):
        raise ModelNotLinear(
            "the exact filter needs a linear model",
            found=f"an error of {float(np.abs(foretold - probes[-1]).max()):.3g} at the mean",
            expected="outputs that are affine in the state",
        )
    return np.asarray(matrix, dtype=np.float64)


def follow(model: StateSpaceModel, noise: Noise, start: Belief, window: Window) -> Trace:
    """Follow the state through one window.

    Raises:
        ModelNotLinear: the model is not affine in its state.
    """
    return track(KalmanFilter(model, noise), start, window)


def estimate(problem: CalibrationProblem) -> Estimate:
    """Estimate parameters that enter the model linearly, such as offsets.

    Raises:
        ModelNotLinear: the joint model is not affine in state and parameters.
        ProblemIncomplete: the problem does not say how the state behaves.
    """
    return estimate_recursively(problem, ESTIMATOR.name, follow)


ESTIMATOR = Estimator(
    name="kalman_filter",
    title="Kalman filter, for models that are linear in state and parameters",
    source="Kalman 1960",
    approach=Approach.RECURSIVE,
    estimate=estimate,
)
