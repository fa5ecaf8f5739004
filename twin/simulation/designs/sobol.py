"""A scrambled Sobol sequence (Owen): the most even one where the count is a power of two.

https://docs.scipy.org/doc/scipy/reference/generated/scipy.stats.qmc.Sobol.html
"""

from __future__ import annotations

from twin.simulation.design import Floats
from twin.simulation.unit_cube import over_distributions, sobol_points


def points(dimensions: int, count: int, seed: int, first: int, last: int) -> Floats:
    """Return some points; those before are not made."""
    return sobol_points(dimensions, seed, first, last)


DESIGN = over_distributions("sobol", "Scrambled Sobol sequence", points)
