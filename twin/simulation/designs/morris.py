"""Trajectories of Morris' screening: from a point of a grid, one input at a time is moved.

Morris, Technometrics 33 (1991) 161-174, with 4 levels and steps of 2/3. `count` is the number of
trajectories; with n inputs each has n + 1 rows and a random generator of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twin.simulation.design import COUNT, Design, Settings, inputs_of, settings_schema
from twin.simulation.unit_cube import INPUTS, check_inputs

if TYPE_CHECKING:
    from twin.simulation.floats import Floats

LEVELS = 4
STEP = LEVELS / (2 * (LEVELS - 1))
EDGE = 0.01
"""Normal distributions are infinite at 0 and 1: levels go from 1 % to 99 %."""


def count(settings: Settings) -> int:
    """Return the number of rows."""
    return int(settings["count"]) * (len(settings["inputs"]) + 1)


def rows(settings: Settings, seed: int, first: int, last: int) -> Floats:
    """Return some rows; only the trajectories they are of are made."""
    import numpy as np  # only here: functions have none

    from twin.simulation.distribution_inverses import from_unit

    names = inputs_of(settings)
    length = len(names) + 1
    numbers = range(first // length, -(-last // length))
    unit = np.concatenate([trajectory(len(names), seed, number) for number in numbers])
    kept = unit[first - numbers.start * length : last - numbers.start * length]
    inside = EDGE + kept * (1 - 2 * EDGE)
    return from_unit(inside, {name: settings["inputs"][name] for name in names})


def trajectory(dimensions: int, seed: int, number: int) -> Floats:
    """Return the points of one trajectory on the grid of the unit cube."""
    import numpy as np  # only here: functions have none

    generator = np.random.default_rng([seed, number])
    start = generator.integers(0, LEVELS // 2, dimensions) / (LEVELS - 1)
    goes_down = generator.random(dimensions) < 0.5
    points = np.empty((dimensions + 1, dimensions))
    points[0] = start + goes_down * STEP
    for index, moved in enumerate(generator.permutation(dimensions)):
        points[index + 1] = points[index]
        points[index + 1, moved] += -STEP if goes_down[moved] else STEP
    return points


DESIGN = Design(
    name="morris",
    title="Trajectories of Morris' screening",
    schema=settings_schema(count=COUNT, inputs=INPUTS),
    check=check_inputs,
    input_names=inputs_of,
    count=count,
    rows=rows,
)
