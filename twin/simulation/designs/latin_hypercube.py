"""A Latin hypercube: each input's range is cut into as many equal parts as there are rows.

McKay, Beckman and Conover, Technometrics 21 (1979). A hypercube is one whole: each chunk makes all
of it (8 bytes per value) and takes its rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twin.simulation.unit_cube import over_distributions

if TYPE_CHECKING:
    from twin.simulation.floats import Floats


def points(dimensions: int, count: int, seed: int, first: int, last: int) -> Floats:
    """Return some points of the whole hypercube."""
    import numpy as np  # only here: functions have none
    from scipy.stats import qmc

    engine = qmc.LatinHypercube(dimensions, rng=np.random.default_rng(seed))
    return np.asarray(engine.random(count)[first:last])


DESIGN = over_distributions("latin_hypercube", "Latin hypercube", points)
