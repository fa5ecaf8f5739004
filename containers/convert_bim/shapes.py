"""The triangles of products, computed by the kernels of IfcOpenShell: metres, Z up, 64-bit."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ifcopenshell.geom
import numpy as np
from numpy.typing import NDArray

from conversion_runtime.errors import SourceBoundsInvalid
from convert_bim.ifc_file import Entity, File
from convert_bim.products import cut_by_solids

Array = NDArray[Any]

FAST = "hybrid-manifold-opencascade"
EXACT = "opencascade"
LARGEST_METRES = 1e9
"""A million kilometres: beyond every place on Earth in every coordinate system."""


@dataclass(frozen=True)
class Style:
    """A surface: colour in sRGB from 0 to 1, and how opaque it is."""

    name: str
    colour: tuple[float, float, float]
    opacity: float


@dataclass(frozen=True, eq=False)
class Geometry:
    """Triangles in the frame of a product; shared by products that are instances of one shape.

    Shapes: `vertices` (n, 3), `triangles` (m, 3), `styles_of` (m) of indices into `styles`, -1 for
    a triangle without one.
    """

    vertices: Array
    triangles: Array
    styles_of: Array
    styles: tuple[Style, ...]


@dataclass(frozen=True, eq=False)
class Shape:
    """A geometry and its place: `matrix` (4, 4) takes column vectors to the file's frame."""

    geometry: Geometry
    matrix: Array

    def world(self) -> Array:
        """Return the vertices (n, 3) in the file's frame."""
        return self.geometry.vertices @ self.matrix[:3, :3].T + self.matrix[:3, 3]


Shapes = Mapping[int, Shape]
"""By the ids of their products."""


def shapes_of(file: File, products: Sequence[Entity]) -> dict[int, Shape]:
    """Return the shapes of products by their ids; one without triangles is left out.

    Raises:
        SourceBoundsInvalid: a coordinate is not a number, infinite or out of all bounds.
    """
    exact = cut_by_solids(file)
    quick = [product for product in products if product.id() not in exact]
    found = dict(_computed(file, quick, FAST))
    rest = [product for product in products if product.id() not in found]
    found |= dict(_computed(file, rest, EXACT))
    return dict(sorted(found.items()))


def _computed(file: File, products: Sequence[Entity], kernel: str) -> Iterator[tuple[int, Shape]]:
    if not products:
        return
    threads = len(os.sched_getaffinity(0))
    iterator = ifcopenshell.geom.iterator(
        ifcopenshell.geom.settings(),
        file,
        threads,
        include=list(products),
        geometry_library=kernel,
    )
    known: dict[str, Geometry] = {}
    # The threads end in any order, and the same file must give the same bytes.
    for element in sorted(iterator, key=lambda one: int(one.id)):
        key = str(element.geometry.id)
        if key not in known:
            known[key] = _geometry(element.geometry)
        geometry = known[key]
        if len(geometry.triangles):
            shape = Shape(geometry, _matrix(element))
            _check(shape)
            yield int(element.id), shape


def _geometry(made: Any) -> Geometry:  # noqa: ANN401 - a binding without types
    return Geometry(
        vertices=np.frombuffer(made.verts_buffer, np.float64).reshape(-1, 3).copy(),
        triangles=np.frombuffer(made.faces_buffer, np.int32).reshape(-1, 3).copy(),
        styles_of=np.frombuffer(made.material_ids_buffer, np.int32).copy(),
        styles=tuple(_style(material) for material in made.materials),
    )


def _style(material: Any) -> Style:  # noqa: ANN401 - a binding without types
    colour = material.diffuse
    red, green, blue = (_unit(value) for value in (colour.r(), colour.g(), colour.b()))
    transparency = _unit(material.transparency) if material.has_transparency() else 0.0
    return Style(str(material.name), (red, green, blue), 1.0 - transparency)


def _unit(value: float) -> float:
    return min(max(float(value), 0.0), 1.0) if math.isfinite(value) else 0.5


def _matrix(element: Any) -> Array:  # noqa: ANN401 - a binding without types
    return np.array(element.transformation.matrix, float).reshape(4, 4).T


def _check(shape: Shape) -> None:
    # A file's own coordinates may be so large that their sums overflow: that is looked for here.
    with np.errstate(all="ignore"):
        points = shape.world()
        valid = bool(np.isfinite(points).all() and (np.abs(points) < LARGEST_METRES).all())
    if not valid:
        raise SourceBoundsInvalid(
            "the geometry is not bounded", expected="finite coordinates in every direction"
        )
