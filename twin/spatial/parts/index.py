"""Find parts near a point, or by a key, without looking at all of them."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator
from itertools import product

from twin.spatial.part_facts import Vector
from twin.spatial.parts.part import Part

Kind = Hashable
Cell = tuple[Kind, int, int, int]


class PlaceIndex:
    """Parts by kind and place; only those that are still free are found."""

    def __init__(self, parts: Iterable[tuple[Part, Kind]], *, tolerance: float) -> None:
        self.comparisons = 0
        self._tolerance = tolerance
        self._size = 2 * tolerance
        self._cells: dict[Cell, dict[str, Part]] = {}
        for part, kind in parts:
            if part.centre_metres is not None:
                cell = (kind, *self._cell(part.centre_metres))
                self._cells.setdefault(cell, {})[part.node_id] = part

    def take(self, part: Part, kind: Kind) -> None:
        """Find a part no more."""
        if part.centre_metres is not None:
            self._cells.get((kind, *self._cell(part.centre_metres)), {}).pop(part.node_id, None)

    def near(self, kind: Kind, point: Vector) -> Iterator[Part]:
        """Yield the free parts of a kind that are within the tolerance of a point."""
        for cell in self._around(point):
            for part in self._cells.get((kind, *cell), {}).values():
                self.comparisons += 1
                if part.centre_metres and math.dist(part.centre_metres, point) <= self._tolerance:
                    yield part

    def _around(self, point: Vector) -> Iterable[tuple[int, int, int]]:
        """Return the eight cells that a ball of the tolerance's radius can reach."""
        sides = []
        for value in point:
            at = value / self._size
            low = math.floor(at)
            sides.append((low - 1, low) if at - low < 0.5 else (low, low + 1))
        return ((x, y, z) for x, y, z in product(*sides))

    def _cell(self, point: Vector) -> tuple[int, int, int]:
        x, y, z = (math.floor(value / self._size) for value in point)
        return (x, y, z)
