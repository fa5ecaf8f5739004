"""Regions of space, in metres in the frame of the CAD file (Z up)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from twin.binding.errors import BindingInvalid
from twin.spatial.part_facts import Vector

RegionKind = Literal["box", "sphere", "prism"]
MAXIMUM_CORNERS = 1000
LARGEST = 1e9
"""A coordinate in metres that no plant on earth needs."""


@dataclass(frozen=True)
class Region:
    """A box, a sphere, or a prism: a polygon in the ground plane between two heights.

    A box has `minimum` and `maximum`; a sphere `centre` and `radius`; a prism `corners` (x, y),
    without the first one again at the end, and the heights `low` and `high`.
    """

    kind: RegionKind
    minimum: Vector | None = None
    maximum: Vector | None = None
    centre: Vector | None = None
    radius: float | None = None
    corners: tuple[tuple[float, float], ...] = ()
    low: float | None = None
    high: float | None = None

    @classmethod
    def from_dict(cls, value: Any) -> Region:  # noqa: ANN401 - any JSON
        """Read and check a region.

        Raises:
            BindingInvalid: a field is missing, or the region has no inside.
        """
        if not isinstance(value, Mapping):
            raise invalid("region", "an object with `kind`", value)
        kind = value.get("kind")
        if kind == "box":
            minimum, maximum = _point(value, "minimum"), _point(value, "maximum")
            _require(all(a < b for a, b in zip(minimum, maximum, strict=True)), "minimum", value)
            return cls("box", minimum=minimum, maximum=maximum)
        if kind == "sphere":
            radius = _number(value.get("radius"), "radius")
            _require(radius > 0, "radius", value)
            return cls("sphere", centre=_point(value, "centre"), radius=radius)
        if kind == "prism":
            low, high = _number(value.get("low"), "low"), _number(value.get("high"), "high")
            corners = _corners(value.get("corners"))
            _require(low < high and _area(corners) > 0, "corners", value)
            return cls("prism", corners=corners, low=low, high=high)
        raise invalid("region.kind", "box, sphere or prism", kind)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields of its kind."""
        return {
            name: value for name, value in vars(self).items() if value is not None and value != ()
        }

    def holds(self, point: Vector) -> bool:
        """Tell whether a point is inside, or on the border."""
        x, y, z = point
        if self.minimum is not None and self.maximum is not None:
            sides = zip(self.minimum, point, self.maximum, strict=True)
            return all(low <= value <= high for low, value, high in sides)
        if self.centre is not None and self.radius is not None:
            return math.dist(self.centre, point) <= self.radius
        if self.low is None or self.high is None or not self.low <= z <= self.high:
            return False
        return _is_inside(self.corners, x, y)


def invalid(where: str, expected: str, found: object) -> BindingInvalid:
    """Return the error of a field."""
    shown = ascii(found)[:80]
    return BindingInvalid(f"{where} is not valid", found=shown, expected=expected, where=where)


def _is_inside(corners: tuple[tuple[float, float], ...], x: float, y: float) -> bool:
    """Tell whether a point is in a polygon by the even-odd rule."""
    inside = False
    for (x1, y1), (x2, y2) in zip(corners, (*corners[1:], corners[0]), strict=True):
        if (y1 > y) != (y2 > y) and x <= x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            inside = not inside
    return inside


def _area(corners: tuple[tuple[float, float], ...]) -> float:
    pairs = zip(corners, (*corners[1:], corners[0]), strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def _corners(value: Any) -> tuple[tuple[float, float], ...]:  # noqa: ANN401 - any JSON
    if not isinstance(value, list | tuple) or not 3 <= len(value) <= MAXIMUM_CORNERS:
        raise invalid("region.corners", f"3 to {MAXIMUM_CORNERS} corners", value)
    found = []
    for corner in value:
        if not isinstance(corner, list | tuple) or len(corner) != 2:
            raise invalid("region.corners", "two numbers each", corner)
        found.append((_number(corner[0], "corners"), _number(corner[1], "corners")))
    return tuple(found)


def _point(value: Mapping[str, Any], name: str) -> Vector:
    point = value.get(name)
    if not isinstance(point, list | tuple) or len(point) != 3:
        raise invalid(f"region.{name}", "three numbers in metres", point)
    x, y, z = (_number(number, name) for number in point)
    return (x, y, z)


def _number(value: Any, name: str) -> float:  # noqa: ANN401 - any JSON
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not abs(value) <= LARGEST:
        raise invalid(f"region.{name}", f"a number of metres up to {LARGEST:.0e}", value)
    return float(value)


def _require(holds: bool, where: str, value: object) -> None:
    if not holds:
        raise invalid(f"region.{where}", "a region that has an inside", value)
