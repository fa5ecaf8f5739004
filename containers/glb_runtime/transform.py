"""Scenes in other frames: another unit and up axis, or an origin near the geometry.

glTF stores 32-bit floats: a screw 5,000 km away has vertices half a metre apart. Everything here is
in double precision, before anything is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from conversion_runtime.errors import SourceBoundsInvalid
from glb_runtime.model import Array, Mesh, Node, Primitive

FAR_DIAGONALS = 100
"""Beyond this distance a float resolves less than a hundred thousandth of the diagonal."""

IDENTITY = np.eye(4)


def in_frame(roots: Sequence[Node], frame: Array) -> tuple[Node, ...]:
    """Return a scene whose every coordinate went through a matrix (4, 4).

    Vertices and the places of nodes change, and no node is added: units are metres everywhere.
    """
    if np.array_equal(frame, IDENTITY):
        return tuple(roots)
    framing = _Framing(frame, np.linalg.inv(frame))
    return tuple(framing.node(root) for root in roots)


def near_origin(roots: Sequence[Node]) -> tuple[tuple[Node, ...], tuple[float, float, float]]:
    """Return a scene with a local origin where it is far from its own, and what was subtracted.

    Two things can be far: the vertices of a mesh in its own frame, and the place of a node.

    Raises:
        SourceBoundsInvalid: a coordinate or a matrix is not finite.
    """
    boxes = _Boxes()
    low, high = boxes.scene(roots)
    centre = (low + high) / 2
    offset = centre if is_far(low, high) else np.zeros(3)
    if offset.any() or any(is_far(*box) for box in boxes.known.values()):
        moving = _Moving(offset, boxes, FAR_DIAGONALS * float(np.linalg.norm(high - low)))
        roots = [moving.node(root, IDENTITY, IDENTITY) for root in roots]
    return tuple(roots), (float(offset[0]), float(offset[1]), float(offset[2]))


@dataclass
class _Framing:
    frame: Array
    back: Array
    _meshes: dict[int, Mesh] = field(default_factory=dict)

    def node(self, node: Node) -> Node:
        matrix = None if node.matrix is None else self.frame @ node.matrix @ self.back
        children = tuple(self.node(child) for child in node.children)
        mesh = None if node.mesh is None else self._mesh(node.mesh)
        return replace(node, matrix=matrix, mesh=mesh, children=children)

    def _mesh(self, mesh: Mesh) -> Mesh:
        if id(mesh) not in self._meshes:
            primitives = tuple(self._primitive(one) for one in mesh.primitives)
            self._meshes[id(mesh)] = replace(mesh, primitives=primitives)
        return self._meshes[id(mesh)]

    def _primitive(self, primitive: Primitive) -> Primitive:
        rotation = self.frame[:3, :3] / np.cbrt(np.linalg.det(self.frame[:3, :3]))
        normals = None if primitive.normals is None else primitive.normals @ rotation.T
        positions = np.asarray(primitive.positions, float) @ self.frame[:3, :3].T
        return replace(primitive, positions=positions + self.frame[:3, 3], normals=normals)


@dataclass
class _Boxes:
    """The boxes of meshes in their own frames, each computed once."""

    known: dict[int, tuple[Array, Array]] = field(default_factory=dict)

    def mesh(self, mesh: Mesh) -> tuple[Array, Array]:
        if id(mesh) not in self.known:
            rows = [np.asarray(one.positions, float) for one in mesh.primitives]
            low, high = (
                np.min([one.min(axis=0) for one in rows], axis=0),
                np.max([one.max(axis=0) for one in rows], axis=0),
            )
            self.known[id(mesh)] = _finite(low), _finite(high)
        return self.known[id(mesh)]

    def scene(self, roots: Sequence[Node]) -> tuple[Array, Array]:
        corners = [corner for root in roots for corner in self._corners(root, IDENTITY)]
        if not corners:
            return np.zeros(3), np.zeros(3)
        return np.min(corners, axis=0), np.max(corners, axis=0)

    def _corners(self, node: Node, above: Array) -> Iterator[Array]:
        matrix = _placed(node, above)
        if node.mesh is not None:
            box = np.stack(self.mesh(node.mesh))
            choice = np.indices((2, 2, 2)).reshape(3, -1).T
            yield from _finite(box[choice, np.arange(3)] @ matrix[:3, :3].T + matrix[:3, 3])
        for child in node.children:
            yield from self._corners(child, matrix)


@dataclass
class _Moving:
    offset: Array
    boxes: _Boxes
    far: float
    _meshes: dict[int, tuple[Mesh, Array]] = field(default_factory=dict)

    def node(self, node: Node, above: Array, above_moved: Array) -> Node:
        place = _placed(node, above)
        moved = _translation(-self.offset) @ place
        mesh = None
        if node.mesh is not None:
            mesh, centre = self._mesh(node.mesh)
            moved = moved @ _translation(centre)
        elif np.linalg.norm(moved[:3, 3]) > self.far:
            moved[:3, 3] = 0.0  # an empty place may be anywhere; its children say where they are
        children = tuple(self.node(child, place, moved) for child in node.children)
        matrix = np.linalg.pinv(above_moved) @ moved
        return replace(node, matrix=matrix, mesh=mesh, children=children)

    def _mesh(self, mesh: Mesh) -> tuple[Mesh, Array]:
        if id(mesh) not in self._meshes:
            low, high = self.boxes.mesh(mesh)
            centre = (low + high) / 2 if is_far(low, high) else np.zeros(3)
            primitives = tuple(
                replace(one, positions=np.asarray(one.positions, float) - centre)
                for one in mesh.primitives
            )
            self._meshes[id(mesh)] = replace(mesh, primitives=primitives), centre
        return self._meshes[id(mesh)]


def _placed(node: Node, above: Array) -> Array:
    return above if node.matrix is None else _finite(above @ node.matrix)


def is_far(low: Array, high: Array) -> bool:
    """Tell whether 32-bit floats would lose details of a box."""
    distance = float(np.linalg.norm((low + high) / 2))
    return distance > FAR_DIAGONALS * float(np.linalg.norm(high - low))


def _finite(values: Array) -> Array:
    if not np.isfinite(values).all():
        raise SourceBoundsInvalid("the scene is not bounded", expected="finite coordinates")
    return values


def _translation(offset: Array) -> Array:
    matrix = np.eye(4)
    matrix[:3, 3] = offset
    return matrix
