"""Every combination of listed values; the last name in order changes fastest."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from twin.simulation.design import Design, Settings, inputs_of, settings_schema
from twin.simulation.design_errors import DesignInvalid

if TYPE_CHECKING:
    from twin.simulation.floats import Floats

VALUES = {"type": "array", "items": {"type": "number"}, "minItems": 1}


def check(settings: Settings) -> None:
    """Require an input.

    Raises:
        DesignInvalid: there is none.
    """
    if not settings["inputs"]:
        raise DesignInvalid("the grid has no axis", expected="1 or more", where="design.inputs")


def count(settings: Settings) -> int:
    """Return the number of combinations."""
    return math.prod(len(values) for values in settings["inputs"].values())


def rows(settings: Settings, seed: int, first: int, last: int) -> Floats:
    """Return the combinations of some numbers, read as digits of a mixed radix."""
    import numpy as np  # only here: functions have none

    axes = [np.asarray(settings["inputs"][name], dtype=float) for name in inputs_of(settings)]
    digits = np.unravel_index(np.arange(first, last), [len(axis) for axis in axes])
    return np.stack([axis[places] for axis, places in zip(axes, digits, strict=True)], axis=1)


DESIGN = Design(
    name="grid",
    title="Every combination of listed values",
    schema=settings_schema(inputs={"type": "object", "additionalProperties": VALUES}),
    check=check,
    input_names=inputs_of,
    count=count,
    rows=rows,
)
