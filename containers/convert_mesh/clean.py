"""Leave out what nobody can see: triangles without an area, and vertices that no triangle has.

A stray vertex far away would make the scene larger than it looks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from glb_runtime.model import Array, Mesh, Node, Primitive


def cleaned(roots: Sequence[Node]) -> tuple[tuple[Node, ...], int]:
    """Return a scene of what can be seen, and how many triangles of its meshes are not in it."""
    cleaning = _Cleaning()
    return tuple(cleaning.node(root) for root in roots), cleaning.flat


@dataclass
class _Cleaning:
    flat: int = 0
    _meshes: dict[int, Mesh | None] = field(default_factory=dict)

    def node(self, node: Node) -> Node:
        mesh = None if node.mesh is None else self._mesh(node.mesh)
        return replace(node, mesh=mesh, children=tuple(map(self.node, node.children)))

    def _mesh(self, mesh: Mesh) -> Mesh | None:
        if id(mesh) not in self._meshes:
            found = tuple(filter(None, map(self._primitive, mesh.primitives)))
            self._meshes[id(mesh)] = replace(mesh, primitives=found) if found else None
        return self._meshes[id(mesh)]

    def _primitive(self, primitive: Primitive) -> Primitive | None:
        triangles = primitive.triangles
        a, b, c = (np.asarray(primitive.positions)[triangles[:, corner]] for corner in range(3))
        same = (a == b).all(axis=1) | (b == c).all(axis=1) | (a == c).all(axis=1)
        self.flat += int(same.sum())
        used, vertex = np.unique(triangles[~same], return_inverse=True)
        if not len(used):
            return None
        if len(used) == len(primitive.positions) and not same.any():
            return primitive
        return replace(
            primitive,
            positions=primitive.positions[used],
            triangles=vertex.reshape(-1, 3),
            normals=_rows(primitive.normals, used),
            texture_coordinates=_rows(primitive.texture_coordinates, used),
            colours=_rows(primitive.colours, used),
        )


def _rows(values: Array | None, used: Array) -> Array | None:
    return None if values is None else values[used]
