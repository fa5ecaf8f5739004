"""Rows that are listed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from twin.simulation.design import Design, Settings, settings_schema
from twin.simulation.design_errors import DesignInvalid

if TYPE_CHECKING:
    from twin.simulation.floats import Floats

ROW = {"type": "array", "items": {"type": "number"}}


def check(settings: Settings) -> None:
    """Require one value per name in each row.

    Raises:
        DesignInvalid: names repeat, or a row has another length.
    """
    names: list[str] = settings["names"]
    for name, times in Counter(names).items():
        if times > 1:
            raise DesignInvalid("a name repeats", found=name, where="design.names")
    for index, row in enumerate(settings["rows"]):
        if len(row) != len(names):
            raise DesignInvalid(
                "a row has not one value per name",
                found=f"{len(row)} values",
                expected=f"{len(names)}",
                where=f"design.rows[{index}]",
            )


def rows(settings: Settings, seed: int, first: int, last: int) -> Floats:
    """Return listed rows."""
    import numpy as np  # only here: functions have none

    return np.asarray(settings["rows"][first:last], dtype=float).reshape(last - first, -1)


DESIGN = Design(
    name="batch",
    title="Listed rows",
    schema=settings_schema(
        names={"type": "array", "items": {"type": "string", "minLength": 1}},
        rows={"type": "array", "items": ROW, "minItems": 1},
    ),
    check=check,
    input_names=lambda settings: tuple(settings["names"]),
    count=lambda settings: len(settings["rows"]),
    rows=rows,
)
