"""Independent random rows (JCGM 101:2008, propagation of distributions)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twin.simulation.unit_cube import over_distributions

if TYPE_CHECKING:
    from twin.simulation.floats import Floats


def points(dimensions: int, count: int, seed: int, first: int, last: int) -> Floats:
    """Return some points: the generator is advanced past those before, one number each."""
    import numpy as np  # only here: functions have none

    bits = np.random.PCG64(seed)
    bits.advance(first * dimensions)
    return np.random.Generator(bits).random((last - first, dimensions))


DESIGN = over_distributions("monte_carlo", "Independent random values", points)
