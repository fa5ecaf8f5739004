"""The triangles of every named node of a GLB, where they are placed; not by our own reader."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Gltf = Any
"""The JSON of a GLB, or a part of it."""

TYPES = {5123: np.uint16, 5125: np.uint32, 5126: np.float32}


def placed_meshes(data: bytes) -> dict[str, tuple[Array, Array]]:
    """Return vertices (n, 3) in metres, Z up, and triangles (m, 3), by the names of nodes."""
    length = int.from_bytes(data[12:16], "little")
    gltf, content = json.loads(data[20 : 20 + length]), data[28 + length :]
    return dict(_placed(gltf, content))


def volume(vertices: Array, triangles: Array) -> float:
    """Return the volume in m³ inside closed triangles, by the divergence theorem."""
    a, b, c = (vertices[triangles[:, corner]] - vertices[0] for corner in range(3))
    return float((a * np.cross(b, c)).sum() / 6)


def _placed(gltf: Gltf, content: bytes) -> Iterator[tuple[str, tuple[Array, Array]]]:
    waiting = [(index, np.eye(4)) for index in gltf["scenes"][0]["nodes"]]
    while waiting:
        index, above = waiting.pop()
        node = gltf["nodes"][index]
        matrix = above @ np.array(node.get("matrix", np.eye(4).ravel()), float).reshape(4, 4).T
        waiting += [(child, matrix) for child in node.get("children", [])]
        if "mesh" in node:
            yield node["name"], _mesh(gltf, content, gltf["meshes"][node["mesh"]], matrix)


def _mesh(gltf: Gltf, content: bytes, mesh: Gltf, matrix: Array) -> tuple[Array, Array]:
    vertices, triangles, first = [], [], 0
    for primitive in mesh["primitives"]:
        points = _accessor(gltf, content, primitive["attributes"]["POSITION"]).reshape(-1, 3)
        corners = _accessor(gltf, content, primitive["indices"]).reshape(-1, 3)
        x, y, z = (points.astype(float) @ matrix[:3, :3].T + matrix[:3, 3]).T
        vertices.append(np.column_stack((x, -z, y)))
        triangles.append(corners.astype(np.int64) + first)
        first += len(points)
    return np.concatenate(vertices), np.concatenate(triangles)


def _accessor(gltf: Gltf, content: bytes, number: int) -> Array:
    accessor = gltf["accessors"][number]
    start = gltf["bufferViews"][accessor["bufferView"]].get("byteOffset", 0)
    count = accessor["count"] * (3 if accessor["type"] == "VEC3" else 1)
    return np.frombuffer(content, TYPES[accessor["componentType"]], count, start)
