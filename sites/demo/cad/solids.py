"""Solids of the station's parts: millimetres, Z up; every function returns a new shape."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from OCP.BRep import BRep_Builder
from OCP.BRepBuilderAPI import (
    BRepBuilderAPI_MakeEdge,
    BRepBuilderAPI_MakeFace,
    BRepBuilderAPI_MakeWire,
)
from OCP.BRepFilletAPI import BRepFilletAPI_MakeFillet
from OCP.BRepOffsetAPI import BRepOffsetAPI_MakePipe
from OCP.BRepPrimAPI import (
    BRepPrimAPI_MakeBox,
    BRepPrimAPI_MakeCone,
    BRepPrimAPI_MakeCylinder,
    BRepPrimAPI_MakeSphere,
    BRepPrimAPI_MakeTorus,
)
from OCP.GC import GC_MakeArcOfCircle
from OCP.gp import gp_Ax1, gp_Ax2, gp_Circ, gp_Dir, gp_Pnt, gp_Trsf, gp_Vec
from OCP.TopAbs import TopAbs_EDGE
from OCP.TopExp import TopExp_Explorer
from OCP.TopLoc import TopLoc_Location
from OCP.TopoDS import TopoDS, TopoDS_Compound

Shape = Any
"""`TopoDS_Shape`; the bindings carry no types."""

Point = tuple[float, float, float]
X: Point = (1.0, 0.0, 0.0)
Y: Point = (0.0, 1.0, 0.0)
Z: Point = (0.0, 0.0, 1.0)


def cylinder(base: Point, axis: Point, radius: float, height: float) -> Shape:
    """Return a cylinder that begins at `base` and follows `axis`."""
    return BRepPrimAPI_MakeCylinder(_frame(base, axis), radius, height).Shape()


def cone(base: Point, axis: Point, radii: tuple[float, float], height: float) -> Shape:
    """Return a truncated cone with its radii at the base and at the end."""
    return BRepPrimAPI_MakeCone(_frame(base, axis), *radii, height).Shape()


def torus(centre: Point, axis: Point, radius: float, thickness: float) -> Shape:
    """Return a ring; `thickness` is the radius of its section."""
    return BRepPrimAPI_MakeTorus(_frame(centre, axis), radius, thickness).Shape()


def sphere(centre: Point, radius: float) -> Shape:
    """Return a sphere."""
    return BRepPrimAPI_MakeSphere(gp_Pnt(*centre), radius).Shape()


def box(low: Point, high: Point, *, rounding: float = 0.0) -> Shape:
    """Return a box between two corners, its edges rounded."""
    shape = BRepPrimAPI_MakeBox(gp_Pnt(*low), gp_Pnt(*high)).Shape()
    if not rounding:
        return shape
    fillet = BRepFilletAPI_MakeFillet(shape)
    edges = TopExp_Explorer(shape, TopAbs_EDGE)
    while edges.More():
        fillet.Add(rounding, TopoDS.Edge(edges.Current()))
        edges.Next()
    return fillet.Shape()


def compound(shapes: Iterable[Shape]) -> Shape:
    """Return several shapes as one."""
    builder, result = BRep_Builder(), TopoDS_Compound()
    builder.MakeCompound(result)
    for shape in shapes:
        builder.Add(result, shape)
    return result


def turned(shape: Shape, about: Point, axis: Point, degrees: float) -> Shape:
    """Return a shape turned about an axis through a point."""
    turn = gp_Trsf()
    turn.SetRotation(gp_Ax1(gp_Pnt(*about), gp_Dir(*axis)), math.radians(degrees))
    return shape.Moved(TopLoc_Location(turn))


def around(shape: Shape, about: Point, axis: Point, count: int) -> list[Shape]:
    """Return copies of a shape, evenly spread about an axis."""
    return [turned(shape, about, axis, 360.0 * index / count) for index in range(count)]


def pipe(points: Sequence[Point], diameter: float) -> Shape:
    """Return a pipe along a line with elbows of one and a half diameters at its corners."""
    wire = BRepBuilderAPI_MakeWire()
    for edge in _bent(points, 1.5 * diameter):
        wire.Add(edge)
    first = _vector(points[0], points[1])
    section = gp_Circ(_frame(points[0], first), diameter / 2)
    ring = BRepBuilderAPI_MakeWire(BRepBuilderAPI_MakeEdge(section).Edge()).Wire()
    face = BRepBuilderAPI_MakeFace(ring).Face()
    return BRepOffsetAPI_MakePipe(wire.Wire(), face).Shape()


def flange(centre: Point, axis: Point, diameter: float) -> Shape:
    """Return a pair of bolted flanges about a joint of a pipe of this outer diameter."""
    thickness, radius = 0.14 * diameter, 0.85 * diameter
    begin = _along(centre, axis, -thickness)
    discs = cylinder(begin, axis, radius, 2 * thickness)
    side = _perpendicular(axis)
    bolt_base = _along(_along(centre, axis, -1.6 * thickness), side, 0.68 * diameter)
    bolt = cylinder(bolt_base, axis, 0.06 * diameter, 3.2 * thickness)
    return compound([discs, *around(bolt, centre, axis, 8)])


def _bent(points: Sequence[Point], radius: float) -> Iterable[Shape]:
    begin = points[0]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        enter = _along(corner, _vector(corner, before), radius)
        leave = _along(corner, _vector(corner, after), radius)
        yield _line(begin, enter)
        tangent = gp_Vec(*_vector(before, corner))
        arc = GC_MakeArcOfCircle(gp_Pnt(*enter), tangent, gp_Pnt(*leave)).Value()
        yield BRepBuilderAPI_MakeEdge(arc).Edge()
        begin = leave
    yield _line(begin, points[-1])


def _line(begin: Point, end: Point) -> Shape:
    return BRepBuilderAPI_MakeEdge(gp_Pnt(*begin), gp_Pnt(*end)).Edge()


def _frame(origin: Point, axis: Point) -> Shape:
    return gp_Ax2(gp_Pnt(*origin), gp_Dir(*axis))


def _vector(begin: Point, end: Point) -> Point:
    length = math.dist(begin, end)
    x, y, z = ((b - a) / length for a, b in zip(begin, end, strict=True))
    return (x, y, z)


def _along(origin: Point, direction: Point, distance: float) -> Point:
    x, y, z = (a + distance * b for a, b in zip(origin, direction, strict=True))
    return (x, y, z)


def _perpendicular(axis: Point) -> Point:
    return X if abs(axis[2]) > 0.5 else Z
