"""Where a model is not linear: are its parameters as sure as they are said to be?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.validation.case import CaseResult, Promise, Row
from benchmarks.validation.systems import cell
from benchmarks.validation.systems.joint_cell import NOISE, joint_cell, wandering_run
from twin.calibration.drift.innovation_consistency import (
    Consistency,
    consistency,
    normalised_estimation_errors,
)
from twin.calibration.estimate import Estimate
from twin.calibration.estimators import estimator, unscented_kalman_filter
from twin.calibration.problem import CalibrationProblem
from twin.calibration.window import Floats

TITLE = "Claimed errors on a cell that is not linear"
PROTOCOL = """
The cell of two RC pairs, 2 mV noise at 1 Hz, its six parameters drawn for each run from the prior
that the method is told (sigma of logarithms). Filter: state and parameters together; the charge
is known to 0.01 and the state wanders as the filter is told; NEES of all nine at the end, NIS of
all samples. Least squares: from the known start, 400 samples compared; NEES of the six
parameters, over all runs and over those whose parameters the window determines, which are those
that the gate lets pass. Bands of 95 %.
"""
REMARKS = (
    "Where the prior is narrow the cell is as good as linear, and both methods are "
    "consistent: that is promised of the filter. Where the prior is wide the filter claims "
    "smaller errors than it makes while its innovations look right: NIS alone does not show "
    "it. A filter tracks; its sigma is not one to publish.",
    "Least squares is as sure as it says wherever the window determines the parameters: that "
    "is promised. Five minutes do not determine them; the estimate says so, and the gate "
    "refuses it, with reason: its error is far beyond what it claims.",
)


@dataclass(frozen=True)
class Setting:
    """How wide the prior is, how long the runs, and how many of them each method gets."""

    prior_sigma: float
    minutes: int
    filtered: int
    fitted: int

    def __str__(self) -> str:
        return f"prior {self.prior_sigma:g}, {self.minutes} min"


SETTINGS = (Setting(0.02, 5, 40, 60), Setting(0.1, 5, 40, 60), Setting(0.3, 30, 12, 60))
UNDETERMINED = Setting(0.3, 5, 0, 60)


def run() -> CaseResult:
    """Judge both methods in each setting."""
    rows = []
    for setting in SETTINGS:
        errors, innovations = _filtered(setting)
        rows.append(_row(f"unscented, {setting}: NEES", errors))
        rows.append(_row(f"unscented, {setting}: NIS", innovations))
        if setting is SETTINGS[0]:
            tracked = errors, innovations
    fits = {setting: _fits(setting) for setting in (*SETTINGS, UNDETERMINED)}
    rows += [_fit_row(setting, found) for setting, found in fits.items()]
    sure = _nees(_determined(fits[SETTINGS[-1]]))
    promises = (
        _promise(f"unscented, {SETTINGS[0]}: mean NEES", tracked[0]),
        _promise(f"unscented, {SETTINGS[0]}: mean NIS", tracked[1]),
        _promise(f"least squares, {SETTINGS[-1]}, determined: mean NEES", sure),
        Promise(
            f"least squares, {UNDETERMINED}: runs said to be determined",
            float(len(_determined(fits[UNDETERMINED]))),
            upper=0,
        ),
    )
    return CaseResult(tuple(rows), promises, REMARKS)


def _filtered(setting: Setting) -> tuple[Consistency, Consistency]:
    """Return NEES and NIS of runs that go as the filter is told."""
    model, start = joint_cell(setting.prior_sigma)
    errors, covariances, squares, degrees = [], [], [], []
    for run in range(setting.filtered):
        window, truth = wandering_run(model, start, setting.minutes, run)
        trace = unscented_kalman_filter.follow(model, NOISE, start, window)
        errors.append(trace.last.mean - truth)
        covariances.append(trace.last.covariance)
        squares.append(trace.normalised_squares)
        degrees.append(trace.degrees)
    found = normalised_estimation_errors(np.array(errors), np.array(covariances))
    return (
        consistency(found, np.full(len(found), 9.0)),
        consistency(np.concatenate(squares), np.concatenate(degrees)),
    )


@dataclass(frozen=True, eq=False)
class Fit:
    """An estimate, and by how much it missed the parameters on their scale."""

    estimate: Estimate
    error: Floats


def _fits(setting: Setting) -> list[Fit]:
    """Return the estimates of runs whose parameters are drawn from the prior."""
    space, fits = cell.cell_space(setting.prior_sigma, cell.TRUTH), []
    for run in range(setting.fitted):
        drawn = setting.prior_sigma * np.random.default_rng([2, run]).standard_normal(6)
        driven = cell.drive(run, setting.minutes, truth=cell.TRUTH * np.exp(drawn))
        sigma = np.array([cell.NOISE_VOLTS])
        problem = CalibrationProblem(space, (driven,), sigma, simulator=cell.CellSimulator())
        found = estimator("bounded_least_squares").estimate(problem)
        fits.append(Fit(found, found.scaled - space.initial - drawn))
    return fits


def _determined(fits: Sequence[Fit]) -> list[Fit]:
    return [fit for fit in fits if fit.estimate.identifiability.is_identifiable]


def _nees(fits: Sequence[Fit]) -> Consistency:
    covariances = np.array([fit.estimate.covariance for fit in fits]).reshape(-1, 6, 6)
    errors = np.array([fit.error for fit in fits]).reshape(-1, 6)
    squares = normalised_estimation_errors(errors, covariances)
    return consistency(squares, np.full(len(squares), 6.0))


def _row(name: str, found: Consistency) -> Row:
    figures = {"mean": found.mean, "band from": found.lower, "to": found.upper}
    return Row(name, figures)


def _fit_row(setting: Setting, fits: Sequence[Fit]) -> Row:
    sure = _determined(fits)
    figures = {
        "runs": float(len(fits)),
        "mean NEES": _nees(fits).mean,
        "determined": float(len(sure)),
        "mean NEES of those": _nees(sure).mean,
    }
    return Row(f"least squares, {setting}", figures)


def _promise(name: str, found: Consistency) -> Promise:
    return Promise(name, found.mean, "", found.lower, found.upper)
