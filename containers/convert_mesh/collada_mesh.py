"""Geometries of COLLADA become ours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from collada.polylist import Polylist
from collada.triangleset import TriangleSet

from conversion_runtime.errors import SourceBoundsInvalid, SourceDamaged
from convert_mesh.collada_materials import CommonMaterials
from convert_mesh.colour import linear, opaque
from convert_mesh.triangulate import triangles_of
from convert_mesh.weld import welded
from glb_runtime.model import Array, Material, Mesh, Primitive

Binding = Any
"""An object of pycollada, which has no types."""


@dataclass
class MeshReader:
    """Reads each geometry once for each choice of materials."""

    materials: CommonMaterials
    _meshes: dict[tuple[int, tuple[int, ...]], Mesh | None] = field(default_factory=dict)

    def mesh(self, geometry: Binding, bound: list[Binding]) -> Mesh | None:
        """Return a geometry with the materials of the place that shows it."""
        key = (id(geometry), tuple(id(one.target) for one in bound))
        if key not in self._meshes:
            chosen = {one.symbol: self.materials.of(one.target) for one in bound}
            found = tuple(self._primitives(geometry, chosen))
            name = str(geometry.name or geometry.id or "")
            self._meshes[key] = Mesh(found, name) if found else None
        return self._meshes[key]

    def _primitives(self, geometry: Binding, chosen: dict[str, Material]) -> Iterator[Primitive]:
        for one in geometry.primitives:
            if isinstance(one, TriangleSet | Polylist) and len(one.index):
                primitive = _primitive(one, chosen.get(one.material))
                if len(primitive.triangles):
                    yield primitive


def _primitive(found: Binding, material: Material | None) -> Primitive:
    corners = np.asarray(found.index).reshape(-1, np.shape(found.index)[-1])
    positions, places = _source(found, corners, "VERTEX")
    if isinstance(found, Polylist):
        starts, counts = np.asarray(found.polystarts), np.asarray(found.polyends - found.polystarts)
    else:
        starts, counts = np.arange(len(corners) // 3) * 3, np.full(len(corners) // 3, 3)
    triangles, _ = triangles_of(starts, counts, positions[places])
    used = triangles.reshape(-1)
    layers = {
        name: _source(found, corners, name)
        for name in ("NORMAL", "TEXCOORD", "COLOR")
        if found.sources.get(name)
    }
    first, vertex = welded([places[used], *(layer[1][used] for layer in layers.values())])
    values = {name: layer[0][layer[1][used[first]]] for name, layer in layers.items()}
    return Primitive(
        positions[places[used[first]]],
        vertex.reshape(-1, 3),
        material,
        normals=_unit(values.get("NORMAL")),
        texture_coordinates=values["TEXCOORD"][:, :2] * (1, -1) + (0, 1)
        if "TEXCOORD" in values
        else None,
        colours=_colours(values.get("COLOR")),
    )


def _source(found: Binding, corners: Array, name: str) -> tuple[Array, Array]:
    """Return the values of an input, and which of them each corner has."""
    offset, values = found.sources[name][0][0], np.asarray(found.sources[name][0][4].data, float)
    indices = corners[:, offset].astype(np.int64)
    if len(indices) and not (indices.min() >= 0 and indices.max() < len(values)):
        raise SourceDamaged("a corner of a face refers to nothing")
    if not np.isfinite(values).all():
        raise SourceBoundsInvalid("a vertex is not bounded", expected="finite coordinates")
    return values, indices


def _unit(normals: Array | None) -> Array | None:
    if normals is None:
        return None
    lengths = np.linalg.norm(normals, axis=1, keepdims=True)
    return normals / lengths if (lengths > 0).all() else None


def _colours(values: Array | None) -> Array | None:
    if values is None or values.shape[1] not in (3, 4):
        return None
    return linear(opaque(values) if values.shape[1] == 3 else values)
