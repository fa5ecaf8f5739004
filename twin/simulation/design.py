"""A design: which values the inputs of a study's runs have, row by row.

Equal designs with equal seeds give equal rows. Rows are asked for by their numbers, so that a chunk
makes its own; a design that can only be made whole says so in its module. Only making rows takes
numpy: functions read, check and count designs without it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from twin.simulation.floats import Floats

Settings = Mapping[str, Any]

MOST_ROWS = 10_000_000
COUNT = {"type": "integer", "minimum": 1, "maximum": MOST_ROWS}


@dataclass(frozen=True)
class Design:
    """One way to lay out runs.

    `schema` is that of its settings without `name`; `check` raises DesignInvalid for what a schema
    cannot say; `rows(settings, seed, first, last)` has one column per name of `input_names`.
    """

    name: str
    title: str
    schema: Mapping[str, Any]
    check: Callable[[Settings], None]
    input_names: Callable[[Settings], tuple[str, ...]]
    count: Callable[[Settings], int]
    rows: Callable[[Settings, int, int, int], Floats]


def settings_schema(**properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of settings of which all are required."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def inputs_of(settings: Settings) -> tuple[str, ...]:
    """Return the names of the inputs in canonical order, whatever order a document has."""
    return tuple(sorted(settings["inputs"]))
