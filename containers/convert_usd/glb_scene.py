"""The nodes and meshes of a GLB, checked, as a scene in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from conversion_runtime.errors import (
    SourceBoundsInvalid,
    SourceDamaged,
    SourceEmpty,
    SourceTooComplex,
)
from convert_usd.glb_file import GlbFile
from convert_usd.glb_materials import Materials
from convert_usd.glb_place import matrix_of
from convert_usd.limits import MAXIMUM_DEPTH, MAXIMUM_PRIMS
from glb_runtime.glb import TRIANGLES
from glb_runtime.model import Array, Mesh, Node, Primitive

READ_MODES = (TRIANGLES, 5, 6)
"""Triangles, strips and fans; points and lines show no surface."""


@dataclass
class GlbScene:
    """Reads what the file's scene shows; each mesh once."""

    file: GlbFile
    materials: Materials = field(init=False)
    _meshes: dict[int, Mesh | None] = field(default_factory=dict)
    _seen: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.materials = Materials(self.file)

    def roots(self) -> tuple[Node, ...]:
        """Return the top nodes.

        Raises:
            SourceDamaged: an entry, a value or an index is wrong, or nodes are in a circle.
            SourceEmpty: no node shows a triangle.
            SourceTooComplex: there are too many nodes or levels.
            SourceBoundsInvalid: a coordinate is not finite.
        """
        if len(self.file.json.get("nodes", [])) > MAXIMUM_PRIMS:
            raise SourceTooComplex(
                "the scene has too many nodes", expected=f"at most {MAXIMUM_PRIMS} nodes"
            )
        try:
            roots = self._nodes(self._tops(), 0)
        except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as error:
            raise SourceDamaged("an entry of the file is not as glTF has it") from error
        if not any(mesh is not None for mesh in self._meshes.values()):
            raise SourceEmpty("the file has no triangles", expected="at least one mesh")
        return roots

    def _tops(self) -> Sequence[int]:
        if not self.file.json.get("scenes"):
            raise SourceEmpty("the file has no scene")
        tops: Sequence[int] = self.file.entry("scenes", self.file.json.get("scene", 0)).get(
            "nodes", []
        )
        return tops

    def _nodes(self, indices: Sequence[int], depth: int) -> tuple[Node, ...]:
        if depth > MAXIMUM_DEPTH:
            raise SourceTooComplex(
                "the scene is nested too deeply", expected=f"at most {MAXIMUM_DEPTH} levels"
            )
        return tuple(self._node(index, depth) for index in indices)

    def _node(self, index: int, depth: int) -> Node:
        node = self.file.entry("nodes", index)
        if index in self._seen:
            raise SourceDamaged("a node is below two others, or below itself", where="nodes")
        self._seen.add(index)
        matrix = matrix_of(node)
        if not np.isfinite(matrix).all():
            raise SourceBoundsInvalid("the place of a node is not bounded", expected="numbers")
        return Node(
            name=str(node.get("name", "")),
            matrix=matrix,
            mesh=self._mesh(node["mesh"]) if "mesh" in node else None,
            children=self._nodes(node.get("children", ()), depth + 1),
        )

    def _mesh(self, index: int) -> Mesh | None:
        if index not in self._meshes:
            value = self.file.entry("meshes", index)
            read = [self._primitive(one) for one in value["primitives"]]
            found = tuple(one for one in read if one is not None and len(one.triangles))
            self._meshes[index] = Mesh(found, str(value.get("name", ""))) if found else None
        return self._meshes[index]

    def _primitive(self, value: Mapping[str, Any]) -> Primitive | None:
        mode = value.get("mode", TRIANGLES)
        if mode not in READ_MODES or "POSITION" not in value["attributes"]:
            return None
        positions = self._column(value, "POSITION", 3)
        if positions is None or not np.isfinite(positions).all():
            raise SourceBoundsInvalid("a vertex is not bounded", expected="finite coordinates")
        count = len(positions)
        columns = {
            name: self._column(value, name, width, count)
            for name, width in (("NORMAL", 3), ("TEXCOORD_0", 2), ("COLOR_0", 0))
        }
        return Primitive(
            positions=positions,
            triangles=self._triangles(value, mode, count),
            material=self.materials.of(value.get("material")),
            normals=columns["NORMAL"],
            texture_coordinates=columns["TEXCOORD_0"],
            colours=columns["COLOR_0"],
        )

    def _column(
        self, value: Mapping[str, Any], name: str, width: int, count: int | None = None
    ) -> Array | None:
        if name not in value["attributes"]:
            return None
        rows = self.file.values(value["attributes"][name]).astype(np.float32)
        if width not in (0, rows.shape[1]) or count not in (None, len(rows)):
            raise SourceDamaged("the values of a mesh are not as many as its vertices")
        return rows

    def _triangles(self, value: Mapping[str, Any], mode: int, count: int) -> Array:
        if "indices" in value:
            indices = self.file.values(value["indices"]).reshape(-1).astype(np.int64)
        else:
            indices = np.arange(count)
        if len(indices) and not 0 <= indices.min() <= indices.max() < count:
            raise SourceDamaged("a triangle has a corner that is no vertex")
        return _by_mode(indices, mode)


def _by_mode(indices: Array, mode: int) -> Array:
    """Return triangles (n, 3) of a list, a strip or a fan of vertices."""
    if mode == TRIANGLES:
        return indices[: len(indices) // 3 * 3].reshape(-1, 3)
    if len(indices) < 3:
        return np.zeros((0, 3), np.int64)
    a, b, c = indices[:-2], indices[1:-1], indices[2:]
    if mode == 6:
        return np.stack((np.full(len(b), indices[0]), b, c), axis=1)
    strip = np.stack((a, b, c), axis=1)
    strip[1::2] = strip[1::2, ::-1]
    return strip
