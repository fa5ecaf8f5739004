"""A Latin hypercube: each input's range is cut into as many equal parts as there are rows.

McKay, Beckman and Conover, Technometrics 21 (1979). A hypercube is one whole: each chunk makes all
of it (8 bytes per value) and takes its rows.
"""

from __future__ import annotations

import numpy as np

from twin.simulation.design import Floats
from twin.simulation.unit_cube import over_distributions


def points(dimensions: int, count: int, seed: int, first: int, last: int) -> Floats:
    """Return some points of the whole hypercube."""
    from scipy.stats import qmc  # only here: it takes most of a second to load

    engine = qmc.LatinHypercube(dimensions, rng=np.random.default_rng(seed))
    return np.asarray(engine.random(count)[first:last])


DESIGN = over_distributions("latin_hypercube", "Latin hypercube", points)
