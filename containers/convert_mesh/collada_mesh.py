"""Geometries and materials of COLLADA become ours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from collada.material import Map
from collada.polylist import Polylist
from collada.triangleset import TriangleSet

from conversion_runtime.errors import SourceBoundsInvalid, SourceDamaged
from convert_mesh.colour import linear, opaque
from convert_mesh.triangulate import triangles_of
from convert_mesh.weld import welded
from glb_runtime.model import Array, Material, Mesh, Primitive

Binding = Any
"""An object of pycollada, which has no types."""


@dataclass
class MeshReader:
    """Reads each geometry once for each choice of materials, and each material once."""

    _meshes: dict[tuple[int, tuple[int, ...]], Mesh | None] = field(default_factory=dict)
    _materials: dict[int, Material] = field(default_factory=dict)

    def mesh(self, geometry: Binding, bound: list[Binding]) -> Mesh | None:
        """Return a geometry with the materials of the place that shows it."""
        key = (id(geometry), tuple(id(one.target) for one in bound))
        if key not in self._meshes:
            chosen = {one.symbol: self._material(one.target) for one in bound}
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

    def _material(self, material: Binding) -> Material:
        if id(material) not in self._materials:
            self._materials[id(material)] = _material(material)
        return self._materials[id(material)]


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


def _material(material: Binding) -> Material:
    """Return the colours of an effect; its images are in other files."""
    effect = material.effect
    base = _colour(effect.diffuse, (0.8, 0.8, 0.8))
    opacity = _opacity(effect)
    return Material(
        name=str(material.name or material.id or ""),
        base_colour=(base[0], base[1], base[2], opacity),
        emissive=_colour(effect.emission, (0.0, 0.0, 0.0)),
        alpha_mode="BLEND" if opacity < 1 else "OPAQUE",
    )


def _colour(value: Binding, default: tuple[float, float, float]) -> tuple[float, float, float]:
    if value is None:
        return default
    if isinstance(value, Map):
        return (1.0, 1.0, 1.0)
    red, green, blue = linear(np.array(value[:3], float)[None]).ravel().tolist()
    return red, green, blue


def _opacity(effect: Binding) -> float:
    """Return the opacity of the usual mode: https://www.khronos.org/files/collada_spec_1_5.pdf"""
    share = effect.transparency
    if isinstance(share, Map) or share is None or not isinstance(share, float | int):
        return 1.0
    alpha = effect.transparent[3] if isinstance(effect.transparent, tuple | list) else 1.0
    return min(max(float(share) * float(alpha), 0.0), 1.0)
