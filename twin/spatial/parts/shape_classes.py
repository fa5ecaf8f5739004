"""Which shapes of two versions are the same shape.

Two exports of one shape differ by what integration and conversion of units leave behind: digests
of rounded numbers may then differ, so the numbers themselves are compared.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping

from twin.spatial.part_facts import NOTHING, ShapeFacts

SAME = 2e-4
"""Largest relative difference of volume, area and moments of one shape in two exports. The
integration over a cylinder is exact to 3e-5; a hole that is 0.1 mm wider changes a plate more."""

ShapeClass = Hashable


class ShapeClasses:
    """Numbers for shapes of any version: equal numbers are equal shapes."""

    def __init__(self, versions: Iterable[Mapping[str, ShapeFacts]]) -> None:
        self.comparisons = 0
        self._by_signature: dict[str, int] = {}
        facts = {one.signature: one for shapes in versions for one in shapes.values()}
        self._join(sorted(facts.values(), key=lambda one: one.area_square_metres))

    def of(self, shape: ShapeFacts) -> int:
        """Return the class of a shape of one of the versions."""
        return self._by_signature[shape.signature]

    def _join(self, rising: list[ShapeFacts]) -> None:
        """Give a shape the class of the nearest smaller one that is the same, or a new one."""
        window: dict[tuple[int, int, int], list[ShapeFacts]] = {}
        for shape in rising:
            counts = (shape.faces, shape.edges, shape.vertices)
            near = [
                other
                for other in window.get(counts, ())
                if _near(other.area_square_metres, shape.area_square_metres)
            ]
            window[counts] = [*near, shape]
            self.comparisons += len(near)
            same = next((other for other in reversed(near) if is_same(other, shape)), None)
            number = len(self._by_signature) if same is None else self.of(same)
            self._by_signature[shape.signature] = number


def is_same(one: ShapeFacts, other: ShapeFacts) -> bool:
    """Tell whether two measurements are of one shape."""
    return _near(one.volume_cubic_metres, other.volume_cubic_metres) and all(
        _near(a, b, scale=max(*one.moments, *other.moments))
        for a, b in zip(one.moments, other.moments, strict=True)
    )


def _near(one: float, other: float, *, scale: float = 0.0) -> bool:
    return abs(one - other) <= max(SAME * max(abs(one), abs(other), scale), NOTHING)
