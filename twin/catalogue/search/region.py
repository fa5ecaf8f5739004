"""Boxes in the site's metres and on the earth, the antimeridian included."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from twin.catalogue.box import BoundingBox, Point
from twin.catalogue.search.query import Region

FULL_CIRCLE = 360.0


@dataclass(frozen=True)
class Extent:
    """A box whose coordinates rise; on the earth it begins in [-180, 180) degrees east."""

    minimum: Point
    maximum: Point

    def meets(self, other: Extent) -> bool:
        """Tell whether two boxes share a point."""
        return all(
            low <= other.maximum[axis] and high >= other.minimum[axis]
            for axis, (low, high) in enumerate(zip(self.minimum, self.maximum, strict=True))
        )

    def is_within(self, other: Extent) -> bool:
        """Tell whether a box is in another, edges included."""
        return all(
            low >= other.minimum[axis] and high <= other.maximum[axis]
            for axis, (low, high) in enumerate(zip(self.minimum, self.maximum, strict=True))
        )


def extent_of(box: BoundingBox) -> Extent:
    """Return where an asset is."""
    if box.frame == "site":
        return Extent(box.minimum, box.maximum)
    return _on_earth(box.minimum, box.maximum)


def sought_extents(region: Region) -> tuple[Extent, ...]:
    """Return the boxes of which one must fit: on the earth, the same box once around each way."""
    if region.frame == "site":
        return (Extent(region.minimum, region.maximum),)
    extent = _on_earth(region.minimum, region.maximum)
    if extent.maximum[0] - extent.minimum[0] >= FULL_CIRCLE:
        return (_east(extent, -math.inf, math.inf),)
    return tuple(_turned(extent))


def is_in(box: BoundingBox | None, region: Region) -> bool:
    """Tell whether an asset's box fulfils a region."""
    if box is None or box.frame != region.frame:
        return False
    extent = extent_of(box)
    fits = extent.meets if region.relation == "intersects" else extent.is_within
    return any(fits(sought) for sought in sought_extents(region))


def _on_earth(minimum: Point, maximum: Point) -> Extent:
    width = maximum[0] - minimum[0]
    if width < 0:
        width += FULL_CIRCLE
    if width >= FULL_CIRCLE:
        return _east(Extent(minimum, maximum), -180.0, 180.0)
    west = (minimum[0] + 180.0) % FULL_CIRCLE - 180.0
    return _east(Extent(minimum, maximum), west, west + width)


def _turned(extent: Extent) -> Iterator[Extent]:
    for turn in (-FULL_CIRCLE, 0.0, FULL_CIRCLE):
        yield _east(extent, extent.minimum[0] + turn, extent.maximum[0] + turn)


def _east(extent: Extent, west: float, east: float) -> Extent:
    return Extent((west, *extent.minimum[1:]), (east, *extent.maximum[1:]))
