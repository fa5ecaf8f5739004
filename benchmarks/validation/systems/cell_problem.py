"""The battery cell of two RC pairs as a problem that every estimator takes."""

from __future__ import annotations

import numpy as np

from benchmarks.validation.systems import cell
from twin.calibration.problem import CalibrationProblem, Effort, Tracking
from twin.calibration.window import Run


def cell_problem(drive: Run, seed: int, effort: Effort) -> CalibrationProblem:
    """Return the calibration of six parameters by one drive from a known charge at rest."""
    return CalibrationProblem(
        space=cell.cell_space(prior_sigma=0.3),
        runs=(drive,),
        observation_sigma=np.array([cell.NOISE_VOLTS]),
        simulator=cell.CellSimulator(),
        tracking=Tracking(
            cell.CellEquations(),
            np.array([cell.FULL, 0.0, 0.0]),
            np.diag([1e-8, 1e-8, 1e-8]),
            np.diag([1e-12, 1e-11, 1e-11]),
            np.full(6, 1e-10),
        ),
        seed=seed,
        effort=effort,
    )
