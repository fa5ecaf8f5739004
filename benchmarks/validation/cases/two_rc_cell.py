"""Six parameters of a battery cell from one drive, by every estimator, and with its FMU."""

from __future__ import annotations

import tempfile
from dataclasses import asdict
from pathlib import Path

import numpy as np

from benchmarks.harness import Unavailable
from benchmarks.validation.case import CaseResult, Promise, Row
from benchmarks.validation.systems import cell, peers
from benchmarks.validation.systems.cell_problem import cell_problem
from benchmarks.validation.systems.fmus import c_fmu
from benchmarks.validation.systems.image import in_image
from benchmarks.validation.systems.timing import with_cpu_seconds
from twin.calibration.estimators import estimator
from twin.calibration.problem import CalibrationProblem, Effort
from twin.calibration.window import Floats

TITLE = "A battery cell of two RC pairs"
PROTOCOL = """
90 minutes at 1 Hz (5,400 samples), random held currents of -4 to 8 A, 2 mV noise, from a known
charge of 0.9 at rest. Six parameters R0, R1, C1, R2, C2, Q on logarithmic scales, started 14 to
27 % wrong, bounds a fifth to five times the truth, prior sigma 0.3. Truth: the same equations, so
that this says nothing of a wrong structure. The largest error of a parameter and the error of an
open-loop run over another drive (seed 10, without noise: 0 is perfect), each the worst of the
seeds. Filters follow state and parameters; least squares and the chain simulate whole drives.
With the FMU: the same cell compiled from C, its voltage measured under the current of the step,
bounded least squares without prior over whole runs, its processor time the whole estimate's. Both
chains compare 400 samples (32 walkers, 300 steps of burn-in, 500 steps; the figure is that of the
mean).
"""
SEEDS, OTHER_DRIVE = (0, 1, 2), 10
SLOW = ("ensemble_monte_carlo", "particle_filter")
MOST_ERROR = {
    "bounded_least_squares": 1.0,
    "unscented_kalman_filter": 3.0,
    "square_root_unscented_kalman_filter": 3.0,
}
STEPS, BURN_IN, CHAIN_POINTS = 500, 300, 400
MOST_FMU_ERROR, MOST_FMU_SECONDS = 1.0, 2.0
METHODS = (
    "bounded_least_squares",
    "unscented_kalman_filter",
    "square_root_unscented_kalman_filter",
    "ensemble_kalman_filter",
    "particle_filter",
    "ensemble_monte_carlo",
)
Found = tuple[Floats, float]
"""Parameters, and processor seconds."""


def run() -> CaseResult:
    """Estimate by each method and by the references."""
    rows = [_row("none (the start)", [(cell.TRUTH * cell.WRONG, 0.0)])]
    promises: list[Promise] = []
    for method in METHODS:
        seeds = SEEDS[:1] if method in SLOW else SEEDS
        found = [_estimated(method, seed) for seed in seeds]
        rows.append(_row(method, found))
        if method in MOST_ERROR:
            error = max(cell.largest_error_percent(values) for values, _ in found)
            promises.append(Promise(f"{method}: error", error, "%", upper=MOST_ERROR[method]))
    rows.append(
        _row(
            "SciPy's least_squares (reference)", [peers.by_scipy(_problem(seed)) for seed in SEEDS]
        )
    )
    rows.append(_row("filterpy's unscented (reference)", [peers.by_filterpy(_problem(SEEDS[0]))]))
    rows.append(_row("emcee (reference)", [peers.by_emcee(_problem(SEEDS[0], CHAIN_POINTS))]))
    try:
        by_fmu = [_by_fmu(seed) for seed in SEEDS]
    except Unavailable as reason:
        return CaseResult(tuple(rows), tuple(promises), (f"the FMU in the loop: {reason}",))
    rows.append(_row("FMU in the loop, bounded_least_squares", by_fmu))
    error = max(cell.largest_error_percent(values) for values, _ in by_fmu)
    seconds = max(seconds for _, seconds in by_fmu)
    promises.append(Promise("FMU in the loop: error", error, "%", upper=MOST_FMU_ERROR))
    promises.append(
        Promise("FMU in the loop", seconds, "CPU s", upper=MOST_FMU_SECONDS, is_timing=True)
    )
    return CaseResult(tuple(rows), tuple(promises))


def _row(name: str, found: list[Found]) -> Row:
    other = cell.drive(OTHER_DRIVE).window
    simulator = cell.CellSimulator()
    truth = simulator.simulate(cell.TRUTH, other)
    misses = [
        float(np.sqrt(np.mean((simulator.simulate(values, other) - truth) ** 2)))
        for values, _ in found
    ]
    figures = {
        "seeds": float(len(found)),
        "largest error %": max(cell.largest_error_percent(values) for values, _ in found),
        "another drive mV": 1000 * max(misses),
        "CPU s": float(np.mean([seconds for _, seconds in found])),
    }
    return Row(name, figures)


def _problem(seed: int, points: int = 5400) -> CalibrationProblem:
    effort = Effort(points_per_run=points, steps=STEPS, burn_in=BURN_IN)
    return cell_problem(cell.drive(seed), seed, effort)


def _estimated(method: str, seed: int) -> Found:
    problem = _problem(seed, points=CHAIN_POINTS if method == "ensemble_monte_carlo" else 5400)
    found, seconds = with_cpu_seconds(lambda: estimator(method).estimate(problem))
    return found.values, seconds


def _by_fmu(seed: int) -> Found:
    window = cell.drive(seed, is_before_change=True).window
    with tempfile.TemporaryDirectory() as folder:
        fmu = c_fmu("cell", Path(folder))
        request = {
            "fmu": str(fmu),
            "parameters": [asdict(parameter) for parameter in cell.cell_space().parameters],
            "times": window.times_seconds.tolist(),
            "inputs": window.inputs.tolist(),
            # The first sample is of before the first step: the FMU has no voltage yet.
            "measured": [[None], *window.outputs[1:].tolist()],
            "input_names": ["current"],
            "output_names": ["volts"],
            "sigmas": [cell.NOISE_VOLTS],
            "points": window.times_seconds.size,
        }
        answered = in_image("recover", request)
    values = np.array([answered["values"][name] for name in cell.NAMES])
    return values, float(answered["cpu_seconds"])
