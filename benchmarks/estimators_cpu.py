"""Processor seconds of each estimator beside a public library that does the same.

Estimators that set the state of a model, which most FMUs hide, follow a battery cell of known
equations beside filterpy's unscented filter; chains of equal length stand beside emcee's.
"""

from __future__ import annotations

from benchmarks.harness import Result
from benchmarks.validation.systems import cell, peers
from benchmarks.validation.systems.cell_problem import cell_problem
from benchmarks.validation.systems.timing import with_cpu_seconds
from twin.calibration.estimators import estimator
from twin.calibration.problem import CalibrationProblem, Effort

DRIVE_MINUTES, CHAIN_POINTS = 20, 400
FILTERS = (
    "unscented_kalman_filter",
    "square_root_unscented_kalman_filter",
    "ensemble_kalman_filter",
    "particle_filter",
)


def run() -> list[Result]:
    """Measure each estimator on the drive that it is made for."""
    problem = _problem(points=DRIVE_MINUTES * 60)
    short = _problem(points=CHAIN_POINTS)
    _, by_scipy = peers.by_scipy(problem)
    _, by_filterpy = peers.by_filterpy(problem)
    _, by_emcee = peers.by_emcee(short)
    unscented = "filterpy's unscented"
    return [
        _estimated("bounded_least_squares", problem, "SciPy's least_squares", by_scipy),
        *(_estimated(name, problem, unscented, by_filterpy) for name in FILTERS),
        _estimated("ensemble_monte_carlo", short, "emcee", by_emcee),
    ]


def _problem(points: int) -> CalibrationProblem:
    effort = Effort(points_per_run=points, steps=200, burn_in=100)
    return cell_problem(cell.drive(0, DRIVE_MINUTES), 0, effort)


def _estimated(name: str, problem: CalibrationProblem, reference: str, seconds: float) -> Result:
    _, ours = with_cpu_seconds(lambda: estimator(name).estimate(problem))
    return Result(name, ours, "cpu-s", reference, seconds)
