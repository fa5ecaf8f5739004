"""Bounding boxes in double precision, before anything is tessellated."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from OCP.Bnd import Bnd_Box
from OCP.BRepBndLib import BRepBndLib

from conversion_runtime.errors import SourceBoundsInvalid, SourceEmpty
from convert_cad.shapes import free_shapes, shape_of
from convert_cad.step_document import Document

LARGEST_MILLIMETRES = 1e12
"""A million kilometres: OCCT stands in 1e100 for infinite."""


@dataclass(frozen=True)
class Bounds:
    """An axis-parallel box in millimetres."""

    low: tuple[float, float, float]
    high: tuple[float, float, float]

    @property
    def centre(self) -> tuple[float, float, float]:
        """Return the middle."""
        x, y, z = ((low + high) / 2 for low, high in zip(self.low, self.high, strict=True))
        return (x, y, z)

    @property
    def diagonal(self) -> float:
        """Return the length of the diagonal."""
        return math.dist(self.low, self.high)

    @property
    def distance(self) -> float:
        """Return how far the middle is from the origin."""
        return math.hypot(*self.centre)


def document_bounds(document: Document) -> Bounds:
    """Return the box around everything.

    Raises:
        SourceEmpty: there is nothing.
        SourceBoundsInvalid: a bound is not a number, or infinite.
    """
    box = Bnd_Box()
    for label in free_shapes(document):
        BRepBndLib.Add_s(shape_of(label), box, False)
    return _bounds(box)


def shape_bounds(shape: Any) -> Bounds | None:  # noqa: ANN401 - a binding without types
    """Return the box around one shape, or None where it is empty."""
    box = Bnd_Box()
    BRepBndLib.Add_s(shape, box, False)
    return None if box.IsVoid() else _bounds(box)


def _bounds(box: Any) -> Bounds:  # noqa: ANN401 - a binding without types
    if box.IsVoid():
        raise SourceEmpty("the file has no geometry", expected="at least one solid or surface")
    corners = (box.CornerMin(), box.CornerMax())
    (low, high) = ((point.X(), point.Y(), point.Z()) for point in corners)
    if not all(
        math.isfinite(value) and abs(value) < LARGEST_MILLIMETRES for value in (*low, *high)
    ):
        raise SourceBoundsInvalid(
            "the geometry is not bounded", expected="finite coordinates in every direction"
        )
    return Bounds(low, high)
