"""Where the meshes of a GLB are in its scene, and which of their triangles have no area."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glb_runtime.glb import HEADER_BYTES, Glb

Array = NDArray[Any]
Node = Mapping[str, Any]

CHUNK_HEADER_BYTES = 8
INDEX_TYPES = {5121: np.uint8, 5123: np.uint16, 5125: np.uint32}


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
        for matrix, primitive in _placed(glb)
    )


def vertex_extent(glb: Glb, path: Path) -> Extent:
    """Return the box around all vertices of an uncompressed file where they are placed."""
    content = _content(path)
    return _around(
        _moved(_positions(glb, primitive, content), matrix) for matrix, primitive in _placed(glb)
    )


def flat_triangles(glb: Glb, path: Path) -> int:
    """Return how many drawn triangles of an uncompressed file have two corners in one place."""
    content = _content(path)
    return sum(_flat(glb, primitive, content) for _, primitive in _placed(glb))


def _placed(glb: Glb) -> Iterator[tuple[Array, Mapping[str, Any]]]:
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


def _flat(glb: Glb, primitive: Mapping[str, Any], content: Array) -> int:
    corners = _positions(glb, primitive, content)
    if "indices" in primitive:
        corners = corners[_indices(glb, primitive, content)]
    a, b, c = corners[0::3], corners[1::3], corners[2::3]
    same = (a == b).all(axis=1) | (b == c).all(axis=1) | (a == c).all(axis=1)
    return int(same.sum())


def _positions(glb: Glb, primitive: Mapping[str, Any], content: Array) -> Array:
    accessor = glb.json["accessors"][primitive["attributes"]["POSITION"]]
    view = glb.json["bufferViews"][accessor["bufferView"]]
    start = view.get("byteOffset", 0) + accessor.get("byteOffset", 0)
    rows = np.lib.stride_tricks.as_strided(
        content[start:],
        shape=(accessor["count"], 12),
        strides=(view.get("byteStride", 12), 1),
        writeable=False,
    )
    return np.ascontiguousarray(rows).view(np.float32)


def _indices(glb: Glb, primitive: Mapping[str, Any], content: Array) -> Array:
    accessor = glb.json["accessors"][primitive["indices"]]
    view = glb.json["bufferViews"][accessor["bufferView"]]
    start = view.get("byteOffset", 0) + accessor.get("byteOffset", 0)
    kind = np.dtype(INDEX_TYPES[accessor["componentType"]])
    return content[start : start + accessor["count"] * kind.itemsize].view(kind)


def _content(path: Path) -> Array:
    """Return the bytes of the second chunk, which holds all vertices and indices."""
    data = np.memmap(path, np.uint8, "r")
    length = int.from_bytes(data[HEADER_BYTES : HEADER_BYTES + 4].tobytes(), "little")
    return data[HEADER_BYTES + CHUNK_HEADER_BYTES + length + CHUNK_HEADER_BYTES :]
