"""Put items together into the inputs of child executions.

https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

LARGEST_INPUT_BYTES = 256 * 1024

Item = Any


class BatchError(ValueError):
    """Items cannot be put together as asked; the text is for the cause of the error."""


@dataclass(frozen=True)
class BatchRules:
    """Greatest number of items and bytes of one child's input, and what is added to each."""

    max_items: int | None
    max_bytes: int | None
    batch_input: Any = None


@dataclass(frozen=True)
class ChildInput:
    """The input of one child execution and how many items are in it."""

    value: Any
    items: int


def singles(items: Iterable[Item]) -> list[ChildInput]:
    """Return one input per item."""
    return [ChildInput(item, 1) for item in items]


def batches(items: Iterable[Item], rules: BatchRules) -> list[ChildInput]:
    """Return inputs of the form `{"BatchInput": …, "Items": […]}`.

    Raises:
        BatchError: one item alone is greater than the greatest input.
    """
    return [ChildInput(_input(group, rules), len(group)) for group in _groups(items, rules)]


def _groups(items: Iterable[Item], rules: BatchRules) -> Iterator[list[Item]]:
    largest = min(rules.max_bytes or LARGEST_INPUT_BYTES, LARGEST_INPUT_BYTES)
    empty = size_of(_input([], rules))
    group: list[Item] = []
    size = empty
    for item in items:
        more = size_of(item) + (1 if group else 0)
        if group and (len(group) == rules.max_items or size + more > largest):
            yield group
            group, size, more = [], empty, size_of(item)
        if size + more > largest:
            raise BatchError(f"an item of {more} bytes does not fit into {largest} bytes")
        group.append(item)
        size += more
    if group:
        yield group


def _input(group: list[Item], rules: BatchRules) -> dict[str, Any]:
    common = {} if rules.batch_input is None else {"BatchInput": rules.batch_input}
    return {**common, "Items": group}


def size_of(value: Any) -> int:
    """Return the bytes of a value as Step Functions counts them: compact JSON in UTF-8."""
    return len(json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode())
