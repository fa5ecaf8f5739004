"""Capacity of cells over their cycles: curves, ends of life, and the power law of their fade.

The protocol is that of Thelen et al., "A comprehensive review of digital twin, part 2", 2022, and
of its code (acthelen/battery_digital_twin, revision 869a1f6), in own words.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import least_squares

from twin.calibration.window import Floats

BEGIN = 0.985
"""Predictions begin at the first cycle with no more than this share of the first capacity."""

TAIL_CYCLES, MORE_CYCLES = 30, 3000


@dataclass(frozen=True, eq=False)
class Cell:
    """One cell: cycles [n] and shares of the first capacity [n]; `measured` of them are data.

    The rest goes on along the straight line through the last measured cycles.
    """

    name: str
    cycles: Floats
    shares: Floats
    measured: int

    @property
    def begin(self) -> int:
        """Return the row at which predictions begin."""
        return self.first_at(BEGIN)

    def first_at(self, share: float) -> int:
        """Return the first row with no more than this share."""
        return int(np.argmax(self.shares <= share))


def extended(name: str, cycles: Floats, capacities: Floats) -> Cell:
    """Return a cell with its measured capacities, Ah, gone on along a straight line."""
    shares = capacities / capacities[0]
    slope, level = np.polyfit(cycles[-TAIL_CYCLES:], shares[-TAIL_CYCLES:], 1)
    later = cycles[-1] + np.arange(1.0, MORE_CYCLES + 1)
    whole = np.concatenate([shares, slope * later + level])
    return Cell(name, np.concatenate([cycles, later]), whole, cycles.size)


def fade(parameters: Floats, cycles: Floats) -> Floats:
    """Return the share left, 1 - 10^θ₁ · k^θ₂, for parameters [..., 2]."""
    exponent = parameters[..., 0] + parameters[..., 1] * np.log10(cycles)
    return np.asarray(1 - 10**exponent, dtype=np.float64)


def end_cycle(parameters: Floats, share: float) -> Floats:
    """Return the cycle at which the share left is `share`, for parameters [..., 2]."""
    decades = (np.log10(1 - share) - parameters[..., 0]) / parameters[..., 1]
    return np.asarray(10 ** np.clip(decades, 0, 5), dtype=np.float64)


def fitted(cell: Cell, start: Floats, rows: int) -> tuple[Floats, Floats]:
    """Return the power law of a cell's first rows, and its covariance from what it misses."""
    cycles, shares = cell.cycles[:rows], cell.shares[:rows]

    def missed(parameters: Floats) -> Floats:
        return fade(parameters, cycles) - shares

    found = least_squares(missed, start, x_scale=(1.0, 0.3))
    jacobian = np.asarray(found.jac, dtype=np.float64)
    variance = 2 * float(found.cost) / (rows - 2)
    covariance = np.linalg.inv(jacobian.T @ jacobian) * variance
    return np.asarray(found.x, dtype=np.float64), np.asarray(covariance, dtype=np.float64)
