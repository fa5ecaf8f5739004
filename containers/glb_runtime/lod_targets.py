"""How coarse the levels of detail of a scene are to be."""

from __future__ import annotations

import math
from dataclasses import dataclass

from twin.spatial.scene_levels import MOST_LEVELS

LARGE_TRIANGLES = 200_000
"""A scene of fewer triangles loads as fast as a level of it would."""

COARSEST_TRIANGLES = 50_000
STEP = 4
"""Each level has about this many times fewer triangles than the one before."""

LARGEST_ERROR = 0.01
"""How far the surface of the coarsest level may move, as a share of a mesh's largest side."""


@dataclass(frozen=True)
class LevelTarget:
    """What one level is to have; `error` is a share of a mesh's largest side."""

    triangles: int
    error: float


def level_targets(triangles: int) -> tuple[LevelTarget, ...]:
    """Return the targets for a scene of so many triangles, the finest first; none if it is small.

    The coarsest has always the same size, since it decides how soon something is seen: where the
    number of levels is bounded the steps are longer. Each finer level may move half as far.
    """
    if triangles < LARGE_TRIANGLES:
        return ()
    whole = triangles / COARSEST_TRIANGLES
    count = min(round(math.log(whole, STEP)), MOST_LEVELS)
    step = whole ** (1 / count)
    return tuple(
        LevelTarget(round(COARSEST_TRIANGLES * step**finer), LARGEST_ERROR / 2**finer)
        for finer in reversed(range(count))
    )
