"""The table of the operations that are served: each part of the service offers its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Json = dict[str, Any]
Operation = Callable[[Json], Json]
Operations = Mapping[str, Operation]
"""Operations by the name that the API gives them."""


def joined(*tables: Operations) -> dict[str, Operation]:
    """Return one table of several.

    Raises:
        ValueError: two parts offer the same operation.
    """
    operations: dict[str, Operation] = {}
    for table in tables:
        if twice := sorted(operations.keys() & table.keys()):
            raise ValueError(f"offered more than once: {', '.join(twice)}")
        operations.update(table)
    return operations
