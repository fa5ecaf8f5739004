"""The rows that Sobol indices are estimated from: A, then A with each column of B, then B.

Saltelli et al., Computer Physics Communications 181 (2010) 259-270. `count` is the number of base
points; with n inputs a study has count · (n + 2) rows, each base point's together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twin.simulation.design import COUNT, Design, Settings, inputs_of, settings_schema
from twin.simulation.unit_cube import INPUTS, check_inputs, sobol_points

if TYPE_CHECKING:
    from twin.simulation.floats import Floats


def count(settings: Settings) -> int:
    """Return the number of rows."""
    return int(settings["count"]) * (len(settings["inputs"]) + 2)


def rows(settings: Settings, seed: int, first: int, last: int) -> Floats:
    """Return some rows; only the base points they need are made."""
    import numpy as np  # only here: functions have none

    from twin.simulation.distribution_inverses import from_unit

    names = inputs_of(settings)
    group = len(names) + 2
    base_first, base_last = first // group, -(-last // group)
    base = sobol_points(2 * len(names), seed, base_first, base_last)
    unit = np.concatenate([_group(point, len(names)) for point in base])
    kept = unit[first - base_first * group : last - base_first * group]
    return from_unit(kept, {name: settings["inputs"][name] for name in names})


def _group(point: Floats, dimensions: int) -> Floats:
    import numpy as np  # only here: functions have none

    a, b = point[:dimensions], point[dimensions:]
    table = np.tile(a, (dimensions + 2, 1))
    places = np.arange(dimensions)
    table[places + 1, places] = b
    table[-1] = b
    return table


DESIGN = Design(
    name="saltelli",
    title="Rows of variance-based sensitivity (Sobol indices)",
    schema=settings_schema(count=COUNT, inputs=INPUTS),
    check=check_inputs,
    input_names=inputs_of,
    count=count,
    rows=rows,
)
