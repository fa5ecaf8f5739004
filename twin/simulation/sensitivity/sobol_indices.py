"""Sobol indices from the results of the design `saltelli`.

First order: Saltelli et al. (2010), table 2 (b); total order: Jansen (1999), table 2 (f) there.
Intervals are bootstrapped over base points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from twin.simulation.design_errors import StudyInvalid
from twin.simulation.floats import Floats

RESAMPLES = 200
PROBABILITY = 0.95
FEWEST_POINTS = 8


@dataclass(frozen=True)
class SobolIndex:
    """Which part of the variance an input has alone, and with all that it acts with.

    Lower and upper bounds are of an interval of 95 %.
    """

    name: str
    first_order: float
    first_order_interval: tuple[float, float]
    total_order: float
    total_order_interval: tuple[float, float]


def sobol_indices(results: Floats, names: Sequence[str], *, seed: int = 0) -> list[SobolIndex]:
    """Return the indices of each input from the results in the order of the design's rows.

    Base points of which a run failed (NaN) are left out.

    Raises:
        StudyInvalid: too few results, or all of them equal.
    """
    table = np.asarray(results, dtype=float).reshape(-1, len(names) + 2)
    table = table[np.isfinite(table).all(axis=1)]
    if len(table) < FEWEST_POINTS or np.ptp(table) == 0:
        raise StudyInvalid(
            "the results tell no sensitivity",
            found=f"{len(table)} whole base points",
            expected=f"at least {FEWEST_POINTS} whose results differ",
        )
    generator = np.random.default_rng(seed)
    draws = generator.integers(0, len(table), (RESAMPLES, len(table)))
    resampled = np.array([_estimate(table[draw]) for draw in draws])
    tail = (1 - PROBABILITY) / 2
    low, high = np.nanquantile(resampled, [tail, 1 - tail], axis=0)
    found = _estimate(table)
    return [
        SobolIndex(
            name,
            float(found[0, index]),
            (float(low[0, index]), float(high[0, index])),
            float(found[1, index]),
            (float(low[1, index]), float(high[1, index])),
        )
        for index, name in enumerate(names)
    ]


def _estimate(table: Floats) -> Floats:
    """Return first and total orders as two rows."""
    ends = table[:, [0, -1]]
    centred = table - ends.mean()
    a, mixed, b = centred[:, :1], centred[:, 1:-1], centred[:, -1:]
    variance = ends.var() or np.nan
    first = (b * (mixed - a)).mean(axis=0) / variance
    total = ((a - mixed) ** 2).mean(axis=0) / (2 * variance)
    return np.stack([first, total])
