"""On linear systems every filter must be the exact one; sampled ones err by their sampling."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from benchmarks.validation.case import CaseResult, Promise, Row
from benchmarks.validation.systems import filterpy_reference
from benchmarks.validation.systems.linear import LinearCase, batch_posterior, linear_case
from benchmarks.validation.systems.timing import with_cpu_seconds
from twin.calibration.estimators import (
    kalman_filter,
    square_root_unscented_kalman_filter,
    unscented_kalman_filter,
)
from twin.calibration.estimators.ensemble_kalman_filter import EnsembleKalmanFilter
from twin.calibration.filtering import Trace, track
from twin.calibration.window import Floats, Window

TITLE = "Filters on linear systems"
PROTOCOL = """
20 random stable systems (seeds 0 to 19): 4 states, 2 outputs, 1 input, spectral radius 0.95, full
process noise, 60 samples of which one misses one output and one misses both. Truth: the posterior
by one whitened least-squares problem over all states of the first 1, 7, … 55 samples (QR; no
recursion). Deviation: largest absolute difference of a mean or of an entry of a covariance.
filterpy takes whole measurements only: its row is about windows without the half-missing sample.
The ensemble's deviation is the root mean square in sigma, times the root of its size.
"""
SEEDS, SAMPLES, CHECKED = range(20), 60, range(0, 60, 6)
EXACT, SIZES = 1e-8, (100, 1000, 10_000)
MOST_SAMPLING_ERROR = 3.0
"""In sigma/√members; independent draws from the exact posterior would have 1 at every sample."""

Follow = Callable[[LinearCase], Trace]
METHODS: dict[str, Follow] = {
    "Kalman filter": lambda case: kalman_filter.follow(
        case.model, case.noise, case.start, case.window
    ),
    "unscented": lambda case: unscented_kalman_filter.follow(
        case.model, case.noise, case.start, case.window
    ),
    "square-root unscented": lambda case: square_root_unscented_kalman_filter.follow(
        case.model, case.noise, case.start, case.window
    ),
}


def run() -> CaseResult:
    """Compare each method on all systems."""
    cases = [linear_case(seed, SAMPLES) for seed in SEEDS]
    rows, promises = [], []
    for name, follow in METHODS.items():
        traces, seconds = with_cpu_seconds(partial(_followed, follow, cases))
        mean, covariance = _deviations(cases, traces)
        rows.append(_row(name, mean, covariance, seconds))
        promises.append(Promise(f"{name}: deviation", max(mean, covariance), upper=EXACT))
    rows.append(_filterpy(cases))
    sampled = [_ensemble(cases, members) for members in SIZES]
    error = float(sampled[-1].figures["deviation, sigma/√members"])
    named = f"ensemble of {SIZES[-1]}: deviation"
    promises.append(Promise(named, error, "sigma/√members", upper=MOST_SAMPLING_ERROR))
    return CaseResult((*rows, *sampled), tuple(promises))


def _followed(follow: Follow, cases: Sequence[LinearCase]) -> list[Trace]:
    return [follow(case) for case in cases]


def _deviations(cases: Sequence[LinearCase], traces: Sequence[Trace]) -> tuple[float, float]:
    means, covariances = [0.0], [0.0]
    for case, trace in zip(cases, traces, strict=True):
        for row in CHECKED:
            truth = batch_posterior(case, row + 1)
            means.append(float(np.abs(trace.means[row] - truth.mean).max()))
            covariances.append(float(np.abs(trace.covariances[row] - truth.covariance).max()))
    return max(means), max(covariances)


def _row(name: str, mean: float, covariance: float | str, seconds: float) -> Row:
    figures = {
        "largest deviation of a mean": mean,
        "of a covariance": covariance,
        "ms/update": 1000 * seconds / (len(SEEDS) * SAMPLES),
    }
    return Row(name, figures)


def _filterpy(cases: Sequence[LinearCase]) -> Row:
    whole = [replace(case, window=_without_halves(case.window)) for case in cases]
    means, seconds = with_cpu_seconds(
        lambda: [
            filterpy_reference.follow(case.model, case.noise, case.start, case.window)
            for case in whole
        ]
    )
    deviations = [
        float(np.abs(found[row] - batch_posterior(case, row + 1).mean).max())
        for case, found in zip(whole, means, strict=True)
        for row in CHECKED
    ]
    return _row("filterpy's unscented (reference)", max(deviations), "not compared", seconds)


def _without_halves(window: Window) -> Window:
    outputs = window.outputs.copy()
    outputs[np.isnan(outputs).any(axis=1)] = np.nan
    return replace(window, outputs=outputs)


def _ensemble(cases: Sequence[LinearCase], members: int) -> Row:
    def deviation(case: LinearCase, seed: int) -> Floats:
        generator = np.random.default_rng(seed)
        method = EnsembleKalmanFilter(case.model, case.noise, members, generator)
        found, exact = track(method, case.start, case.window), METHODS["Kalman filter"](case)
        sigmas = np.sqrt(np.diagonal(exact.covariances, axis1=1, axis2=2))
        return np.asarray((found.means - exact.means) / sigmas, dtype=np.float64)

    squares = [deviation(case, seed) ** 2 for case, seed in zip(cases, SEEDS, strict=True)]
    error = float(np.sqrt(np.mean(squares)))
    figures = {"deviation, sigma": error, "deviation, sigma/√members": error * np.sqrt(members)}
    return Row(f"ensemble of {members}", figures)
