"""A model whose state is hidden: what whole runs find, what checkpoints would, what is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from benchmarks.validation.case import CaseResult, Figure, Promise, Row
from benchmarks.validation.systems import cell
from benchmarks.validation.systems.hidden_cell import HIDDEN, CellFrom
from twin.calibration.choice import require_suitable
from twin.calibration.errors import MethodUnsuitable
from twin.calibration.estimate import Estimate
from twin.calibration.estimator import Approach
from twin.calibration.estimators import estimator, estimators
from twin.calibration.parameters import Parameter, ParameterSpace
from twin.calibration.problem import CalibrationProblem, Effort
from twin.calibration.window import Run, Window

TITLE = "Models that hide their state"
PROTOCOL = """
The cell of two RC pairs as a model that hides its state, 90 minutes at 1 Hz, 2 mV noise, three
seeds, started 14 to 27 % wrong with a prior sigma of 0.3. Whole runs: one estimate from the known
start. From checkpoints: windows of 300 s, each started in the state in which the parameters of
the window before left it, those and their covariance being its prior. Both by bounded least
squares. The error is the largest of a parameter in per cent, and the largest in units of the
sigma that is claimed for it. Refused: recursive methods that the package does not let near such a
model.
"""
SEEDS, WINDOW_SECONDS = (0, 1, 2), 300
MOST_SIGMAS, MOST_ERROR = 4.5, 1.0
SIGMA = np.array([cell.NOISE_VOLTS])
REMARKS = (
    "An estimate from checkpoints is what the package does not do; its row shows why: the "
    "state belongs to the parameters that made it, the next ones are blamed for it, and the "
    "claimed sigma knows nothing of that.",
)


def run() -> CaseResult:
    """Estimate both ways, and ask for what must be refused."""
    drives = [cell.drive(seed) for seed in SEEDS]
    whole = [_estimated(cell.cell_space(0.3), AT_START, drive) for drive in drives]
    naive = [_from_checkpoints(drive) for drive in drives]
    recursive = [entry.name for entry in estimators() if entry.approach is Approach.RECURSIVE]
    refused = [name for name in recursive if _is_refused(name)]
    rows = (
        _row("whole runs from the known start", whole),
        _row("windows from checkpoints", naive),
        Row("refused", {"methods": ", ".join(refused)}),
    )
    promises = (
        Promise("whole runs: error", _error(whole), "%", upper=MOST_ERROR),
        Promise("whole runs: error", _sigmas(whole), "claimed sigma", upper=MOST_SIGMAS),
        Promise("recursive methods refused", len(refused), "", lower=len(recursive)),
    )
    return CaseResult(rows, promises, REMARKS)


AT_START = CellFrom(np.array([cell.FULL, 0.0, 0.0]))


def _estimated(space: ParameterSpace, simulator: CellFrom, run: Run) -> Estimate:
    effort = Effort(points_per_run=run.window.times_seconds.size)
    problem = CalibrationProblem(space, (run,), SIGMA, simulator, effort=effort)
    return estimator("bounded_least_squares").estimate(problem)


def _from_checkpoints(drive: Run) -> Estimate:
    """Do what must not be done."""
    space, simulator, window = cell.cell_space(0.3), AT_START, drive.window
    found: Estimate | None = None
    for first in range(0, window.times_seconds.size, WINDOW_SECONDS):
        rows = slice(first, first + WINDOW_SECONDS)
        part = Window(window.times_seconds[rows], window.inputs[rows], window.outputs[rows])
        found = _estimated(space, simulator, replace(drive, window=part))
        simulator = CellFrom(simulator.after(found.values, part))
        space = _after(found)
    assert found is not None
    return found


def _after(found: Estimate) -> ParameterSpace:
    """Return the parameters with an estimate as their prior."""
    sigmas = np.sqrt(np.diag(found.covariance))
    parameters: list[Parameter] = [
        replace(entry, initial=float(value), prior_sigma=float(sigma))
        for entry, value, sigma in zip(found.space.parameters, found.values, sigmas, strict=True)
    ]
    return ParameterSpace(tuple(parameters), found.covariance / np.outer(sigmas, sigmas))


def _is_refused(method: str) -> bool:
    try:
        require_suitable(method, HIDDEN)
    except MethodUnsuitable:
        return True
    return False


def _error(found: Sequence[Estimate]) -> float:
    return max(cell.largest_error_percent(one.values) for one in found)


def _sigmas(found: Sequence[Estimate]) -> float:
    truth = np.log(cell.TRUTH)
    return max(
        float(np.abs((one.scaled - truth) / np.sqrt(np.diag(one.covariance))).max())
        for one in found
    )


def _row(name: str, found: Sequence[Estimate]) -> Row:
    claimed = max(float(np.sqrt(np.diag(one.covariance)).max()) for one in found)
    figures: dict[str, Figure] = {
        "largest error %": _error(found),
        "largest claimed sigma %": 100 * claimed,
        "largest error in claimed sigma": _sigmas(found),
    }
    return Row(name, figures)
