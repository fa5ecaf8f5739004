"""An estimate of parameters by a filter over the joint state, run after run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.linalg import block_diag

from twin.calibration.estimate import Estimate, ResidualSummary, summaries
from twin.calibration.filtering import Belief, Noise, Trace
from twin.calibration.identifiability import identifiability, information_gained
from twin.calibration.joint_model import joint_problem
from twin.calibration.model import StateSpaceModel
from twin.calibration.problem import CalibrationProblem
from twin.calibration.window import Floats, Window

Follow = Callable[[StateSpaceModel, Noise, Belief, Window], Trace]
"""Follow the state through one window."""


@dataclass
class CountingModel:
    """A model that counts how many states it propagated."""

    model: StateSpaceModel
    count: int = 0

    def propagate(self, states: Floats, inputs: Floats, seconds: float) -> Floats:
        """Return the states after `seconds`, counted."""
        self.count += len(states)
        return self.model.propagate(states, inputs, seconds)

    def observe(self, states: Floats, inputs: Floats) -> Floats:
        """Return the outputs in these states."""
        return self.model.observe(states, inputs)


def estimate_recursively(
    problem: CalibrationProblem,
    method: str,
    follow: Follow,
    diagnostics: Callable[[], Mapping[str, float]] = dict,
) -> Estimate:
    """Follow each run from its known start; what is known of parameters goes from run to run.

    Raises:
        ProblemIncomplete: the problem does not say how the state behaves.
        Diverged: the filter gave no number.
    """
    joint = joint_problem(problem)
    model = CountingModel(joint.model)
    size = len(joint.start.mean) - len(problem.space.parameters)
    belief = joint.start
    residuals: list[ResidualSummary] = []
    log_likelihood = squares = degrees = 0.0
    for run in problem.runs:
        start = Belief(
            np.concatenate([joint.start.mean[:size], belief.mean[size:]]),
            block_diag(joint.start.covariance[:size, :size], belief.covariance[size:, size:]),
        )
        trace = follow(model, joint.noise, start, run.window)
        belief = trace.last
        residuals += summaries(run.name, trace.innovations)
        log_likelihood += trace.log_likelihood
        squares += float(trace.normalised_squares.sum())
        degrees += float(trace.degrees.sum())
    scaled, covariance = belief.mean[size:], belief.covariance[size:, size:]
    space = problem.space
    gained = information_gained(covariance, space.prior_covariance, space.sigmas)
    told = {
        "log_likelihood": log_likelihood,
        "normalised_innovation_squared_mean": squares / max(degrees, 1.0),
        **diagnostics(),
    }
    return Estimate(
        method=method,
        space=space,
        scaled=scaled,
        covariance=covariance,
        identifiability=identifiability(gained, space.names, space.at_bounds(scaled)),
        residuals=tuple(residuals),
        diagnostics=told,
        evaluations=model.count,
        seed=problem.seed,
    )
