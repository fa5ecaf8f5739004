"""Remaining lives of cells, cycle by cycle: a fleet's prior, a filter of the power law, intervals.

What a run chooses or learns comes from the training cells alone, each predicted with a prior of
which it is no part (five folds). The procedure itself was settled with test cells in view.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.validation.systems.capacity_fade import Cell, end_cycle, fade, fitted
from twin.calibration.fleet_filter import FleetBelief, FleetFilter
from twin.calibration.fleet_prior import FleetPrior, fleet_prior
from twin.calibration.intervals.log_ratio_conformal import LogRatioConformal, log_ratio_conformal
from twin.calibration.window import Floats

LEVEL, BINS, FOLDS, POINTS_PER_CELL = 0.9, 5, 5, 100
PUBLISHED_START = np.array([-15.77, 5.45])
SIGMAS, WANDERS = (0.001, 0.002, 0.005), (0.003, 0.01, 0.03, 0.06)
"""Of a sample, and of θ₁ per cycle; θ₂ wanders by a third of it. Chosen on the training cells."""


class PowerLaw:
    """The share left, by the two states θ; the input is the cycle."""

    def observe(self, states: Floats, inputs: Floats) -> Floats:
        """Return the shares [a, n, 1]."""
        return fade(states, inputs)[..., None]


@dataclass(frozen=True)
class Setting:
    """How far a sample may miss the law, and how fast the law may change."""

    sigma: float
    wander: float


@dataclass(frozen=True, eq=False)
class Life:
    """Of one cell, from the begin of predictions to its end: foreseen and true remaining cycles."""

    name: str
    foreseen: Floats
    true: Floats


@dataclass(frozen=True, eq=False)
class Forecast:
    """What was learned of the training cells; `end` is the share at which a life ends."""

    end: float
    prior: FleetPrior
    setting: Setting
    correction: LogRatioConformal
    training_error_cycles: float

    def lives(self, cells: Sequence[Cell]) -> list[Life]:
        """Predict cells that it has not seen; one whose life ends at its begin has none."""
        return _lives(cells, self.prior, self.setting, self.end)


def learned(cells: Sequence[Cell], end: float) -> Forecast:
    """Learn prior, setting and correction from training cells."""
    folds = [list(cells[fold::FOLDS]) for fold in range(FOLDS)]
    priors = [
        _prior([cell for other in folds if other is not fold for cell in other], end)
        for fold in folds
    ]
    best: tuple[float, Setting, list[Life]] | None = None
    for setting in itertools.starmap(Setting, itertools.product(SIGMAS, WANDERS)):
        lives = [
            life
            for fold, prior in zip(folds, priors, strict=True)
            for life in _lives(fold, prior, setting, end)
        ]
        error = float(np.mean([np.abs(life.foreseen - life.true).mean() for life in lives]))
        if best is None or error < best[0]:
            best = error, setting, lives
    assert best is not None
    error, setting, lives = best
    # As many pairs of each cell, so that long lives do not drown short ones.
    rows = [_spread(life.true.size) for life in lives]
    foreseen = np.concatenate([life.foreseen[row] for life, row in zip(lives, rows, strict=True)])
    true = np.concatenate([life.true[row] for life, row in zip(lives, rows, strict=True)])
    correction = log_ratio_conformal(foreseen, true, LEVEL, BINS)
    return Forecast(end, _prior(cells, end), setting, correction, error)


def _spread(count: int) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    return np.unique(np.linspace(0, count - 1, POINTS_PER_CELL).round().astype(np.intp))


def _prior(cells: Sequence[Cell], end: float) -> FleetPrior:
    fits = [fitted(cell, PUBLISHED_START, cell.first_at(end)) for cell in cells]
    return fleet_prior([fit[0] for fit in fits], [fit[1] for fit in fits])


def _lives(cells: Sequence[Cell], prior: FleetPrior, setting: Setting, end: float) -> list[Life]:
    ends = np.array([cell.first_at(end) for cell in cells])
    ended = _ends(cells, prior, setting, end, int(ends.max()))
    lives = []
    for cell, last, column in zip(cells, ends, ended, strict=True):
        rows = np.arange(cell.begin, last)
        if rows.size:
            left = np.maximum(column[rows] - cell.cycles[rows], 1.0)
            lives.append(Life(cell.name, left, cell.cycles[last] - cell.cycles[rows]))
    return lives


def _ends(
    cells: Sequence[Cell], prior: FleetPrior, setting: Setting, end: float, count: int
) -> Floats:
    """Return the foreseen last cycle [cells, count] after each cycle."""
    cycles, shares = (_padded(cells, name, count) for name in ("cycles", "shares"))
    method = FleetFilter(PowerLaw(), np.array([[setting.sigma**2]]))
    wander = np.diag([setting.wander**2, (setting.wander / 3) ** 2])
    belief = FleetBelief(
        np.tile(prior.mean, (len(cells), 1)), np.tile(prior.covariance, (len(cells), 1, 1))
    )
    found = np.empty((len(cells), count))
    for row in range(count):
        belief = method.update(belief.wandered(wander), cycles[:, row, None], shares[:, row, None])
        found[:, row] = end_cycle(belief.means, end)
    return found


def _padded(cells: Sequence[Cell], name: str, count: int) -> Floats:
    """Return columns of all cells, the last value held beyond a cell's data."""
    columns = [getattr(cell, name)[:count] for cell in cells]
    return np.array([np.pad(column, (0, count - column.size), mode="edge") for column in columns])
