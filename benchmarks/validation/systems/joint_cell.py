"""State and parameters of the cell as one state, and runs in which both go as a filter is told."""

from __future__ import annotations

import numpy as np

from benchmarks.validation.systems import cell
from twin.calibration.filtering import Belief, Noise
from twin.calibration.joint_model import JointModel
from twin.calibration.window import Floats, Window

CHARGE_SIGMA = 0.01
PROCESS = np.diag([1e-12, 1e-11, 1e-11, *[1e-12] * 6])
NOISE = Noise(PROCESS, np.array([[cell.NOISE_VOLTS**2]]))


def joint_cell(prior_sigma: float) -> tuple[JointModel, Belief]:
    """Return the model, and what is known of its start where parameters have this prior."""
    space = cell.cell_space(prior_sigma, cell.TRUTH)
    start = Belief(
        np.concatenate([[cell.FULL, 0.0, 0.0], space.initial]),
        np.diag([CHARGE_SIGMA**2, 1e-8, 1e-8, *[prior_sigma**2] * 6]),
    )
    return JointModel(cell.CellEquations(), space), start


def wandering_run(
    model: JointModel, start: Belief, minutes: int, seed: int
) -> tuple[Window, Floats]:
    """Return what was measured, and the joint state at the end."""
    generator = np.random.default_rng([1, seed])
    inputs = cell.drive(seed, minutes).window.inputs
    steps = np.sqrt(np.diag(PROCESS)) * generator.standard_normal((len(inputs), 9))
    state = generator.multivariate_normal(start.mean, start.covariance)
    volts = np.empty((len(inputs), 1))
    for row in range(len(inputs)):
        if row:
            state = model.propagate(state[None], inputs[row - 1], 1.0)[0] + steps[row]
        volts[row] = model.observe(state[None], inputs[row])[0]
    measured = volts + cell.NOISE_VOLTS * generator.standard_normal(volts.shape)
    return Window(np.arange(len(inputs), dtype=np.float64), inputs, measured), state
