"""What is to be calibrated: parameters, runs, a model in one form or the other, and the effort."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from twin.calibration.errors import Diverged, ProblemIncomplete
from twin.calibration.model import ParametricModel, Simulator
from twin.calibration.parameters import ParameterSpace
from twin.calibration.window import Floats, Run


@dataclass(frozen=True)
class Effort:
    """How much a method may compute; each takes what it knows of.

    `points_per_run`: samples of a run that a fit compares, evenly spread, so that long runs do not
    drown short ones; `difference_step`: of the Jacobian, in prior sigma; `steps`, `burn_in`: of a
    chain.
    """

    maximum_iterations: int = 200
    points_per_run: int = 400
    difference_step: float = 1e-4
    members: int = 200
    particles: int = 2000
    walkers: int = 32
    steps: int = 2000
    burn_in: int = 500


@dataclass(frozen=True, eq=False)
class Tracking:
    """How the state behaves: start [k], its covariance [k, k], process noise [k, k] per second.

    `parameter_walk` [q] is the variance per second that lets parameters wander, on their scale.
    """

    model: ParametricModel
    initial_state: Floats
    initial_covariance: Floats
    process_noise: Floats
    parameter_walk: Floats


@dataclass(frozen=True, eq=False)
class CalibrationProblem:
    """A calibration; `observation_sigma` [p] is the noise of each output in its unit."""

    space: ParameterSpace
    runs: tuple[Run, ...]
    observation_sigma: Floats
    simulator: Simulator | None = None
    tracking: Tracking | None = None
    seed: int = 0
    effort: Effort = field(default_factory=Effort)

    def simulate(self, scaled: Floats, run: Run) -> Floats:
        """Return the outputs [n, p] of a run; NaN where the model gave no number.

        Raises:
            ProblemIncomplete: there is no simulator.
        """
        if self.simulator is None:
            raise ProblemIncomplete("the method simulates whole runs", expected="a simulator")
        return self.simulator.simulate(self.space.from_scale(scaled), run.window)

    def require_tracking(self) -> Tracking:
        """Return how the state behaves.

        Raises:
            ProblemIncomplete: it is not said.
        """
        if self.tracking is None:
            raise ProblemIncomplete(
                "the method follows the state", expected="a state-space model with its noise"
            )
        return self.tracking

    def residuals(self, scaled: Floats) -> Floats:
        """Return the weighted residuals [r] of all compared samples, in sigma.

        NaN where the model gave no number; samples that were not measured are left out.
        """
        parts = []
        for run in self.runs:
            rows = chosen_rows(len(run.window.times_seconds), self.effort.points_per_run)
            measured = run.window.outputs[rows]
            predicted = self.simulate(scaled, run)[rows]
            difference = (predicted - measured) / self.observation_sigma * np.sqrt(run.weight)
            parts.append(difference[np.isfinite(measured)])
        return np.concatenate(parts)

    def require_finite(self, residuals: Floats, scaled: Floats) -> None:
        """Refuse residuals that are no numbers.

        Raises:
            Diverged: there is one.
        """
        if not np.isfinite(residuals).all():
            values = self.space.from_scale(scaled)
            named = zip(self.space.names, values, strict=True)
            raise Diverged(
                "the model gave no number",
                found=", ".join(f"{name} = {value:.6g}" for name, value in named),
                expected="finite outputs within the bounds of the parameters",
                where=", ".join(run.name for run in self.runs),
            )


def chosen_rows(count: int, points: int) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Return the rows [≤ points] to compare, evenly spread from the first to the last."""
    if count <= points:
        return np.arange(count, dtype=np.intp)
    return np.unique(np.linspace(0, count - 1, points).round().astype(np.intp))
