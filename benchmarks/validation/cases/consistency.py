"""A filter's errors must be as large as it claims: NEES against the truth, NIS against samples."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from benchmarks.validation.case import CaseResult, Promise, Row
from benchmarks.validation.systems.linear import linear_case
from twin.calibration.drift.innovation_consistency import (
    Consistency,
    consistency,
    normalised_estimation_errors,
)
from twin.calibration.estimators import (
    kalman_filter,
    square_root_unscented_kalman_filter,
    unscented_kalman_filter,
)
from twin.calibration.filtering import Belief, Noise, Trace
from twin.calibration.model import StateSpaceModel
from twin.calibration.window import Floats, Window

TITLE = "Filters claim the errors that they make"
PROTOCOL = """
20 random linear systems (seeds 0 to 19), 25 runs of 60 samples each, starts drawn from what the
filter is told. For each system the mean NEES at the last sample of its 25 runs, and the mean NIS
of all its samples, against the 95 % band of chi-square; a consistent filter is inside for 19 of
20 systems on average, and for at least 16 in 99.7 % of all trials.
"""
SYSTEMS, RUNS, SAMPLES = range(20), range(25), 60
LEAST_INSIDE = 16
Follow = Callable[[StateSpaceModel, Noise, Belief, Window], Trace]
METHODS: dict[str, Follow] = {
    "Kalman filter": kalman_filter.follow,
    "unscented": unscented_kalman_filter.follow,
    "square-root unscented": square_root_unscented_kalman_filter.follow,
}


def run() -> CaseResult:
    """Judge each filter."""
    rows, promises = [], []
    for name, follow in METHODS.items():
        judged = [_linear(follow, seed) for seed in SYSTEMS]
        figures = {}
        for index, word in enumerate(("NEES", "NIS")):
            inside = sum(pair[index].is_within for pair in judged)
            figures[f"systems whose {word} is inside"] = float(inside)
            figures[f"mean {word}"] = float(np.mean([pair[index].mean for pair in judged]))
            promise = Promise(f"{name}: systems inside by {word}", inside, lower=LEAST_INSIDE)
            promises.append(promise)
        rows.append(Row(name, figures))
    return CaseResult(tuple(rows), tuple(promises))


def _linear(follow: Follow, seed: int) -> tuple[Consistency, Consistency]:
    cases = [linear_case(seed, SAMPLES, run) for run in RUNS]
    traces = [follow(case.model, case.noise, case.start, case.window) for case in cases]
    truths = [case.states[-1] for case in cases]
    return _nees(traces, truths), _nis(traces)


def _nees(traces: Sequence[Trace], truths: Sequence[Floats]) -> Consistency:
    lasts = [trace.last for trace in traces]
    errors = np.array([last.mean - truth for last, truth in zip(lasts, truths, strict=True)])
    squares = normalised_estimation_errors(errors, np.array([last.covariance for last in lasts]))
    return consistency(squares, np.full(len(squares), float(errors.shape[1])))


def _nis(traces: Sequence[Trace]) -> Consistency:
    squares = np.concatenate([trace.normalised_squares for trace in traces])
    return consistency(squares, np.concatenate([trace.degrees for trace in traces]))
