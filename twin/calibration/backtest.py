"""How well parameters predict runs that they were not fitted to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from twin.calibration.errors import Diverged, HeldOutOverlaps
from twin.calibration.estimate import ResidualSummary, summaries
from twin.calibration.intervals.coverage import Coverage, coverage
from twin.calibration.intervals.split_conformal import SplitConformal
from twin.calibration.model import Simulator
from twin.calibration.window import Floats, Run


@dataclass(frozen=True)
class BackTest:
    """Errors and coverage of one parameter vector on held-out runs.

    `error` is the root mean square of residuals over all outputs and runs, in sigma of the noise;
    `coverages` has one entry per output.
    """

    error: float
    residuals: tuple[ResidualSummary, ...]
    coverages: tuple[Coverage, ...]


def require_held_out(fitted: Sequence[Run], held_out: Sequence[Run]) -> None:
    """Refuse held-out runs that share an instant with those of the fit.

    Raises:
        HeldOutOverlaps: one does.
    """
    for test in held_out:
        for run in fitted:
            if test.window.overlaps(run.window):
                raise HeldOutOverlaps(
                    "the back-test would judge what was fitted",
                    found=f"{test.name} overlaps {run.name}",
                    expected="windows without a common instant",
                )


def back_test(
    simulator: Simulator,
    parameters: Floats,
    runs: Sequence[Run],
    observation_sigma: Floats,
    intervals: Sequence[SplitConformal],
) -> BackTest:
    """Simulate held-out runs with physical parameters [k]; one interval per output.

    Raises:
        Diverged: the model gave no number.
    """
    predictions = [simulator.simulate(parameters, run.window) for run in runs]
    for run, prediction in zip(runs, predictions, strict=True):
        if not np.isfinite(prediction).all():
            raise Diverged("the model gave no number", where=run.name)
    predicted = np.vstack(predictions)
    measured = np.vstack([run.window.outputs for run in runs])
    squares = ((predicted - measured) / observation_sigma) ** 2
    covered = []
    for output, interval in enumerate(intervals):
        lower, upper = interval.interval(predicted[:, output])
        covered.append(coverage(measured[:, output], lower, upper, interval.level, interval.count))
    residuals = [
        summary
        for run, prediction in zip(runs, predictions, strict=True)
        for summary in summaries(run.name, prediction - run.window.outputs)
    ]
    return BackTest(float(np.sqrt(np.nanmean(squares))), tuple(residuals), tuple(covered))
