"""A scrambled Sobol sequence (Owen): the most even one where the count is a power of two.

https://docs.scipy.org/doc/scipy/reference/generated/scipy.stats.qmc.Sobol.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twin.simulation.unit_cube import over_distributions, sobol_points

if TYPE_CHECKING:
    from twin.simulation.floats import Floats


def points(dimensions: int, count: int, seed: int, first: int, last: int) -> Floats:
    """Return some points; those before are not made."""
    return sobol_points(dimensions, seed, first, last)


DESIGN = over_distributions("sobol", "Scrambled Sobol sequence", points)
