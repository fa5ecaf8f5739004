"""Measure distinct shapes: volume, area, centre, box, inertia and what they are made of."""

from __future__ import annotations

from typing import Any

import numpy as np
from OCP.Bnd import Bnd_Box
from OCP.BRepBndLib import BRepBndLib
from OCP.BRepGProp import BRepGProp
from OCP.collections import IndexedMap_TopoDS_Shape_TopTools_ShapeMapHasher
from OCP.GProp import GProp_GProps
from OCP.TopAbs import TopAbs_EDGE, TopAbs_FACE, TopAbs_SOLID, TopAbs_VERTEX
from OCP.TopExp import TopExp

from conversion_runtime.errors import SourceBoundsInvalid
from convert_cad.settings import METRES
from twin.spatial.part_facts import Box, ShapeFacts, Vector, signature

Binding = Any
"""An object of the bindings, which carry no types."""

DIGITS = 12
"""Significant digits that are written: what is beyond is noise of the integration."""


def measure(shape: Binding) -> ShapeFacts:
    """Measure a shape that has faces, in its own frame.

    Raises:
        SourceBoundsInvalid: what is integrated over it is no number.
    """
    surface = GProp_GProps()
    BRepGProp.SurfaceProperties_s(shape, surface, False, False)
    solid = GProp_GProps()
    has_volume = count(shape, TopAbs_SOLID) > 0
    if has_volume:
        BRepGProp.VolumeProperties_s(shape, solid, False, False, False)
    body = solid if has_volume and abs(solid.Mass()) > 0 else surface
    area = tidy(surface.Mass() * METRES**2)
    volume = tidy(abs(solid.Mass()) * METRES**3) if has_volume else 0.0
    tensor = _inertia(body) * METRES ** (5 if body is solid else 4)
    if not np.isfinite(tensor).all():
        raise SourceBoundsInvalid(
            "the geometry has no finite volume or area", expected="finite coordinates"
        )
    moments = _vector(np.linalg.eigvalsh(tensor))
    counts = tuple(count(shape, kind) for kind in (TopAbs_FACE, TopAbs_EDGE, TopAbs_VERTEX))
    faces, edges, vertices = counts
    centre = body.CentreOfMass()
    return ShapeFacts(
        signature=signature(volume, area, moments, (faces, edges, vertices)),
        volume_cubic_metres=volume,
        area_square_metres=area,
        centre_metres=_vector(np.array((centre.X(), centre.Y(), centre.Z())) * METRES),
        box=box_of(shape),
        inertia=tuple(tidy(tensor[at]) for at in ((0, 0), (1, 1), (2, 2), (0, 1), (0, 2), (1, 2))),
        moments=moments,
        faces=faces,
        edges=edges,
        vertices=vertices,
    )


def count(shape: Binding, kind: Binding) -> int:
    """Return how many distinct sub-shapes of a kind a shape has."""
    found = IndexedMap_TopoDS_Shape_TopTools_ShapeMapHasher()
    TopExp.MapShapes_s(shape, kind, found)
    return int(found.Size())


def box_of(shape: Binding) -> Box:
    """Return the box around the exact surfaces of a shape, in metres."""
    box = Bnd_Box()
    BRepBndLib.Add_s(shape, box, False)
    low, high = box.CornerMin(), box.CornerMax()
    return Box(
        _vector(np.array((low.X(), low.Y(), low.Z())) * METRES),
        _vector(np.array((high.X(), high.Y(), high.Z())) * METRES),
    )


def tidy(value: float) -> float:
    """Return a number without the noise behind its significant digits."""
    return float(f"{value:.{DIGITS}g}") + 0.0


def _inertia(body: Binding) -> Any:  # noqa: ANN401 - a matrix of numpy
    """Return the tensor about the centre; a negative one is of a body that is inside out."""
    matrix = body.MatrixOfInertia()
    tensor = np.array([[matrix.Value(i, j) for j in (1, 2, 3)] for i in (1, 2, 3)])
    return tensor if body.Mass() >= 0 else -tensor


def _vector(values: Any) -> Vector:  # noqa: ANN401 - a row of numpy
    x, y, z = (tidy(float(value)) for value in values)
    return (x, y, z)
