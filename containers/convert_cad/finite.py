"""Require that a shape has numbers only: OCCT loops or crashes on what is none."""

from __future__ import annotations

import math
from typing import Any

from OCP.BRep import BRep_Tool
from OCP.BRepAdaptor import BRepAdaptor_Curve
from OCP.collections import IndexedMap_TopoDS_Shape_TopTools_ShapeMapHasher
from OCP.TopAbs import TopAbs_EDGE, TopAbs_FACE, TopAbs_ShapeEnum, TopAbs_VERTEX
from OCP.TopExp import TopExp
from OCP.TopLoc import TopLoc_Location
from OCP.TopoDS import TopoDS

from conversion_runtime.errors import SourceBoundsInvalid

Shape = Any
"""`TopoDS_Shape`; the bindings carry no types."""

INFINITE = 1e100
"""From here on a parameter stands for infinite, as `Precision::Infinite` does."""


def require_finite(shape: Shape) -> None:
    """Look at every vertex, at both ends of every edge and at a point of every surface.

    Raises:
        SourceBoundsInvalid: a coordinate, or a range of a curve, is not finite.
    """
    for index, vertex in enumerate(_all(shape, TopAbs_VERTEX)):
        _require(_is_finite(BRep_Tool.Pnt_s(TopoDS.Vertex(vertex))), f"vertex {index}")
    for index, edge in enumerate(_all(shape, TopAbs_EDGE)):
        _require(_has_finite_ends(TopoDS.Edge(edge)), f"edge {index}")
    for index, face in enumerate(_all(shape, TopAbs_FACE)):
        _require(_has_finite_surface(TopoDS.Face(face)), f"face {index}")


def _all(shape: Shape, kind: TopAbs_ShapeEnum) -> list[Shape]:
    """Return every different part of a kind; one that is used often is looked at once."""
    found = IndexedMap_TopoDS_Shape_TopTools_ShapeMapHasher()
    TopExp.MapShapes_s(shape, kind, found)
    return [found.FindKey(index) for index in range(1, found.Extent() + 1)]


def _has_finite_ends(edge: Shape) -> bool:
    """Tell it of an edge; one without a curve is a point of a surface."""
    if BRep_Tool.Curve_s(edge, 0.0, 0.0) is None:
        return True
    curve = BRepAdaptor_Curve(edge)
    ends = (curve.FirstParameter(), curve.LastParameter())
    if any(map(math.isnan, ends)):
        return False
    return all(_is_finite(curve.Value(end)) for end in ends if abs(end) < INFINITE)


def _has_finite_surface(face: Shape) -> bool:
    """Tell it of a face by a point in the middle of its surface, or near its origin."""
    surface = BRep_Tool.Surface_s(face, TopLoc_Location())
    if surface is None:
        return True
    bounds = surface.Bounds()
    if any(map(math.isnan, bounds)):
        return False
    u, v = (_middle(low, high) for low, high in (bounds[:2], bounds[2:]))
    return _is_finite(surface.Value(u, v))


def _middle(low: float, high: float) -> float:
    return 0.0 if max(abs(low), abs(high)) >= INFINITE else (low + high) / 2


def _is_finite(point: Any) -> bool:  # noqa: ANN401 - a binding without types
    return all(math.isfinite(value) for value in (point.X(), point.Y(), point.Z()))


def _require(is_finite: bool, where: str) -> None:
    if not is_finite:
        raise SourceBoundsInvalid(
            "a coordinate is no number", expected="finite coordinates", where=where
        )
