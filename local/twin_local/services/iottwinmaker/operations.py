"""What the rooms of the service have alike: operations by their names in the API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from twin_local.services.documents import Json

Operation: TypeAlias = Callable[[Json], Json]
"""From the request, its members in snake case, to the answer, its members as in the model."""

Operations: TypeAlias = Mapping[str, Operation]


def joined(*rooms: Operations) -> dict[str, Operation]:
    """Return the operations of several rooms.

    Raises:
        ValueError: two rooms serve the same operation.
    """
    found: dict[str, Operation] = {}
    for room in rooms:
        if twice := found.keys() & room.keys():
            raise ValueError(f"{', '.join(sorted(twice))} are served twice")
        found |= room
    return found
