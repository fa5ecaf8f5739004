"""Where the meshes of a GLB are in its scene, and which of their triangles have no area."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glb_runtime.accessors import Accessors
from glb_runtime.glb import TRIANGLES, Glb

Array = NDArray[Any]
Node = Mapping[str, Any]


@dataclass(frozen=True)
class Extent:
    """A box along the axes of the scene, in metres."""

    low: Array
    high: Array

    @property
    def diagonal(self) -> float:
        """Return the length of the diagonal."""
        return float(np.linalg.norm(self.high - self.low))

    def holds(self, other: Extent, *, slack: float) -> bool:
        """Tell whether another box is inside of this one, but for a slack."""
        return bool(
            (other.low >= self.low - slack).all() and (other.high <= self.high + slack).all()
        )

    def __str__(self) -> str:
        return f"{np.round(self.low, 4).tolist()} to {np.round(self.high, 4).tolist()}"


def box_extent(glb: Glb) -> Extent:
    """Return the box around the boxes that the meshes' own bounds make where they are placed."""
    return _around(
        _moved(_corners(glb.json["accessors"][primitive["attributes"]["POSITION"]]), matrix)
        for matrix, primitive in placed_primitives(glb)
    )


def vertex_extent(glb: Glb, path: Path) -> Extent:
    """Return the box around all that an uncompressed file shows, where it is placed.

    Vertices that only triangles without an area have, or none, are not shown.
    """
    shown = _Shown(Accessors.from_file(path))
    placed = ((matrix, shown.vertices(one)) for matrix, one in placed_primitives(glb))
    return _around(_moved(vertices, matrix) for matrix, vertices in placed if len(vertices))


def flat_triangles(glb: Glb, path: Path) -> int:
    """Return how many drawn triangles of an uncompressed file have two corners in one place."""
    shown = _Shown(Accessors.from_file(path))
    return sum(shown.flat(one) for _, one in placed_primitives(glb))


def placed_primitives(glb: Glb) -> Iterator[tuple[Array, Mapping[str, Any]]]:
    """Yield every primitive with the matrix that places it, once per occurrence."""
    scene = (glb.json.get("scenes") or [{}])[glb.json.get("scene", 0)]
    waiting = [(index, np.eye(4)) for index in scene.get("nodes", [])]
    while waiting:
        index, above = waiting.pop()
        node = glb.json["nodes"][index]
        matrix = above @ _matrix(node)
        waiting += [(child, matrix) for child in node.get("children", [])]
        if "mesh" in node:
            for primitive in glb.json["meshes"][node["mesh"]]["primitives"]:
                yield matrix, primitive


def _matrix(node: Node) -> Array:
    if "matrix" in node:
        return np.array(node["matrix"], float).reshape(4, 4).T
    matrix = np.eye(4)
    matrix[:3, :3] = _rotation(node.get("rotation", (0, 0, 0, 1))) * node.get("scale", (1, 1, 1))
    matrix[:3, 3] = node.get("translation", (0, 0, 0))
    return matrix


def _rotation(quaternion: Iterable[float]) -> Array:
    x, y, z, w = quaternion
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )


def _corners(accessor: Mapping[str, Any]) -> Array:
    x, y, z = zip(accessor["min"], accessor["max"], strict=True)
    return np.array([(a, b, c) for a in x for b in y for c in z], float)


def _moved(points: Array, matrix: Array) -> Array:
    return points @ matrix[:3, :3].T + matrix[:3, 3]


def _around(groups: Iterable[Array]) -> Extent:
    boxes = [(points.min(axis=0), points.max(axis=0)) for points in groups]
    lows, highs = zip(*boxes, strict=True)
    return Extent(np.min(lows, axis=0), np.max(highs, axis=0))


@dataclass
class _Shown:
    """What a primitive shows; each is read once, however often it is placed."""

    accessors: Accessors
    _known: dict[int, tuple[Array, int]] = field(default_factory=dict)

    def vertices(self, primitive: Mapping[str, Any]) -> Array:
        """Return the vertices of triangles that have an area; shape (n, 3)."""
        return self._read(primitive)[0]

    def flat(self, primitive: Mapping[str, Any]) -> int:
        """Return how many triangles have two corners in one place."""
        return self._read(primitive)[1]

    def _read(self, primitive: Mapping[str, Any]) -> tuple[Array, int]:
        # The JSON lives as long as the primitives are walked, so identities stay.
        if id(primitive) not in self._known:
            self._known[id(primitive)] = self._shown(primitive)
        return self._known[id(primitive)]

    def _shown(self, primitive: Mapping[str, Any]) -> tuple[Array, int]:
        positions = self.accessors.values(primitive["attributes"]["POSITION"])
        if primitive.get("mode", TRIANGLES) != TRIANGLES:
            return positions, 0
        corners = np.arange(len(positions))
        if "indices" in primitive:
            corners = self.accessors.values(primitive["indices"]).ravel()
        triangles = corners[: len(corners) // 3 * 3].reshape(-1, 3)
        a, b, c = (positions[triangles[:, corner]] for corner in range(3))
        same = (a == b).all(axis=1) | (b == c).all(axis=1) | (a == c).all(axis=1)
        return positions[np.unique(triangles[~same])], int(same.sum())
