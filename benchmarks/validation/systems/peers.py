"""The same calibration problem by public libraries: parameters [k], and processor seconds."""

from __future__ import annotations

import emcee  # type: ignore[import-untyped]
import numpy as np
from scipy.optimize import least_squares

from benchmarks.validation.systems import filterpy_reference
from benchmarks.validation.systems.timing import with_cpu_seconds
from twin.calibration.joint_model import joint_problem
from twin.calibration.problem import CalibrationProblem
from twin.calibration.window import Floats


def by_scipy(problem: CalibrationProblem) -> tuple[Floats, float]:
    """Fit on the estimation scale within the same bounds: plain squares, and no prior."""
    space = problem.space

    def fitted() -> Floats:
        found = least_squares(problem.residuals, space.initial, bounds=(space.lower, space.upper))
        return space.from_scale(np.asarray(found.x, dtype=np.float64))

    return with_cpu_seconds(fitted)


def by_filterpy(problem: CalibrationProblem) -> tuple[Floats, float]:
    """Follow state and parameters through the first run."""
    joint = joint_problem(problem)
    window = problem.runs[0].window
    means, seconds = with_cpu_seconds(
        lambda: filterpy_reference.follow(joint.model, joint.noise, joint.start, window)
    )
    count = len(problem.space.parameters)
    return problem.space.from_scale(means[-1, -count:]), seconds


def by_emcee(problem: CalibrationProblem) -> tuple[Floats, float]:
    """Return the mean of a chain over the same posterior, of the same length, started alike."""
    space, effort = problem.space, problem.effort
    size = len(space.parameters)
    generator = np.random.default_rng(problem.seed)
    ball = 0.02 * space.sigmas * generator.standard_normal((effort.walkers, size))

    def log_density(scaled: Floats) -> float:
        if (scaled < space.lower).any() or (scaled > space.upper).any():
            return -np.inf
        residuals = problem.residuals(scaled)
        prior = space.prior_whitening @ (scaled - space.initial)
        return float(-0.5 * (residuals @ residuals + prior @ prior))

    def sampled() -> Floats:
        np.random.seed(problem.seed)  # the generator that emcee takes its own from
        chain = emcee.EnsembleSampler(effort.walkers, size, log_density)
        chain.run_mcmc(space.initial + ball, effort.burn_in + effort.steps)
        samples = chain.get_chain(discard=effort.burn_in, flat=True)
        return space.from_scale(samples.mean(axis=0))

    return with_cpu_seconds(sampled)
