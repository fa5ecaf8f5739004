"""State and parameters as one state, so that a filter estimates both."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import block_diag

from twin.calibration.filtering import Belief, Noise
from twin.calibration.model import ParametricModel
from twin.calibration.parameters import ParameterSpace
from twin.calibration.problem import CalibrationProblem
from twin.calibration.window import Floats


@dataclass(frozen=True, eq=False)
class JointModel:
    """A state-space model of [state, parameters on their scale]; parameters stay as they are."""

    model: ParametricModel
    space: ParameterSpace

    def propagate(self, states: Floats, inputs: Floats, seconds: float) -> Floats:
        """Return the joint states [n, k] after `seconds` of these inputs."""
        state, scaled = self._split(states)
        moved = self.model.propagate(state, self.space.from_scale(scaled), inputs, seconds)
        return np.hstack([moved, scaled])

    def observe(self, states: Floats, inputs: Floats) -> Floats:
        """Return the outputs [n, p] in these joint states."""
        state, scaled = self._split(states)
        return self.model.observe(state, self.space.from_scale(scaled), inputs)

    def _split(self, states: Floats) -> tuple[Floats, Floats]:
        size = states.shape[1] - len(self.space.parameters)
        return states[:, :size], states[:, size:]


@dataclass(frozen=True, eq=False)
class JointProblem:
    """A calibration as a filter sees it."""

    model: JointModel
    noise: Noise
    start: Belief


def joint_problem(problem: CalibrationProblem) -> JointProblem:
    """Return a calibration as the tracking of one joint state.

    Raises:
        ProblemIncomplete: the problem does not say how the state behaves.
    """
    tracking = problem.require_tracking()
    space = problem.space
    noise = Noise(
        block_diag(tracking.process_noise, np.diag(tracking.parameter_walk)),
        np.diag(problem.observation_sigma**2),
    )
    start = Belief(
        np.concatenate([tracking.initial_state, space.initial]),
        block_diag(tracking.initial_covariance, space.prior_covariance),
    )
    return JointProblem(JointModel(tracking.model, space), noise, start)
