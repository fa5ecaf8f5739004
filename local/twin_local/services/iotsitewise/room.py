"""How much a page of values has room for: a number of results, and their bytes as JSON.

https://docs.aws.amazon.com/iot-sitewise/latest/APIReference/API_BatchGetAssetPropertyValueHistory.html
https://docs.aws.amazon.com/iot-sitewise/latest/APIReference/API_BatchGetAssetPropertyAggregates.html
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from twin_local.services.iotsitewise.shapes import Json
from twin_local.services.iotsitewise.store import Point

MEBIBYTE = 1024 * 1024
HISTORY_BYTES, AGGREGATES_BYTES = 4 * MEBIBYTE, MEBIBYTE
VALUE_BYTES = 120
"""Of a value in JSON, without its text."""


@dataclass(frozen=True)
class Page:
    """Results of one series with their size, and the time to go on after where more follow."""

    results: list[Json]
    size: int
    last_ns: int | None
    is_last: bool


@dataclass(frozen=True)
class Room:
    """What is left of a page. One without results has room for one of any size."""

    results: int
    size: int
    is_unused: bool = True

    @property
    def is_full(self) -> bool:
        """Whether no further result fits."""
        return self.results <= 0 or self.size <= 0

    def without(self, page: Page) -> Room:
        """Return what is left when the results of a series are on the page."""
        results, size = self.results - len(page.results), self.size - page.size
        return Room(results, size, self.is_unused and not page.results)

    def fitting(self, sizes: Sequence[int]) -> int:
        """Return how many of some results, of these sizes, fit."""
        total = 0
        for count, size in enumerate(sizes[: self.results]):
            total += size
            if total > self.size and not (count == 0 and self.is_unused):
                return count
        return min(len(sizes), self.results)


def size_of(point: Point) -> int:
    """Return about how many bytes a value is in JSON."""
    return VALUE_BYTES + (len(point.value.encode()) if isinstance(point.value, str) else 0)


def size_of_aggregate(value: Json) -> int:
    """Return how many bytes an aggregated value is in JSON."""
    return len(json.dumps(value))
