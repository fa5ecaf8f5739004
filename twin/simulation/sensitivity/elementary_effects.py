"""Elementary effects from the results of the design `morris`.

Morris (1991); the mean of absolute values is of Campolongo, Cariboni and Saltelli, Environmental
Modelling & Software 22 (2007). Effects are per range of an input from its quantile of 1 % to
that of 99 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from twin.simulation.design_errors import StudyInvalid
from twin.simulation.designs.morris import trajectory
from twin.simulation.floats import Floats


@dataclass(frozen=True)
class ElementaryEffect:
    """How an output moves with an input.

    `mean_absolute` ranks inputs; a `standard_deviation` of its order says that the input acts with
    others or is not linear.
    """

    name: str
    mean: float
    mean_absolute: float
    standard_deviation: float


def elementary_effects(
    results: Floats, names: Sequence[str], *, seed: int
) -> list[ElementaryEffect]:
    """Return the effects from results in the order of the design's rows, of its seed.

    Trajectories of which a run failed (NaN) are left out.

    Raises:
        StudyInvalid: fewer than two whole trajectories.
    """
    table = np.asarray(results, dtype=float).reshape(-1, len(names) + 1)
    whole = np.flatnonzero(np.isfinite(table).all(axis=1))
    if len(whole) < 2:
        raise StudyInvalid(
            "the results tell no effects",
            found=f"{len(whole)} whole trajectories",
            expected="2 or more",
        )
    effects = np.array([_effects(table[one], len(names), seed, int(one)) for one in whole])
    return [
        ElementaryEffect(
            name,
            float(effects[:, index].mean()),
            float(np.abs(effects[:, index]).mean()),
            float(effects[:, index].std(ddof=1)),
        )
        for index, name in enumerate(names)
    ]


def _effects(results: Floats, dimensions: int, seed: int, number: int) -> Floats:
    moves = np.diff(trajectory(dimensions, seed, number), axis=0)
    moved = np.abs(moves).argmax(axis=1)
    effects = np.empty(dimensions)
    effects[moved] = np.diff(results) / moves[np.arange(dimensions), moved]
    return effects
