"""Where a scene is: all matrices at once give what one after the other gives."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from glb_runtime.accessors import Accessors
from glb_runtime.extent import box_extent, flat_triangles, vertex_extent
from glb_runtime.glb import Glb
from glb_runtime.placement import placements
from glb_runtime.triangles import scene_triangles

Array = NDArray[Any]

HALF = 0.5**0.5
NODES: list[dict[str, Any]] = [
    {"name": "root", "rotation": [0, HALF, 0, HALF], "translation": [10, 0, 0], "children": [1, 2]},
    {"name": "scaled", "mesh": 0, "scale": [2, 3, -4], "rotation": [0.5, 0.5, 0.5, 0.5]},
    {
        "name": "matrix",
        "matrix": [1, 0, 0, 0, 0.5, 1, 0, 0, 0, 0, 2, 0, 7, 8, 9, 1],
        "children": [3],
    },
    {"name": "leaf", "mesh": 1, "translation": [0, -5, 0]},
    {"name": "second", "mesh": 0},
    {"name": "not of the scene", "mesh": 0, "translation": [1e6, 0, 0]},
]
POSITIONS = np.array([(0, 0, 0), (1, 0, 0), (0, 2, 0), (0, 0, 3), (50, 50, 50)], np.float32)
TRIANGLES = np.array([(0, 1, 2), (0, 2, 3), (0, 0, 4)], np.uint16)
"""The last has two corners in one place: what it alone has is not shown."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    accessors = [
        {"bufferView": 0, "componentType": 5126, "count": 5, "type": "VEC3", "min": [0, 0, 0],
         "max": [50, 50, 50]},
        {"bufferView": 1, "componentType": 5123, "count": 9, "type": "SCALAR"},
    ]  # fmt: skip
    content = POSITIONS.tobytes() + TRIANGLES.tobytes()
    views = [
        {"buffer": 0, "byteOffset": 0, "byteLength": 60},
        {"buffer": 0, "byteOffset": 60, "byteLength": 18},
    ]
    primitive = {"attributes": {"POSITION": 0}, "indices": 1}
    meshes = [{"primitives": [primitive]}, {"primitives": [primitive, dict(primitive)]}]
    gltf = {"nodes": NODES, "scenes": [{"nodes": [0, 4]}], "meshes": meshes}
    text = json.dumps({**gltf, "accessors": accessors, "bufferViews": views}).encode()
    found = tmp_path / "scene.glb"
    chunks = struct.pack("<I4s", len(text), b"JSON") + text
    chunks += struct.pack("<I4s", len(content), b"BIN\0") + content
    found.write_bytes(struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks)
    return found


def occurrences() -> Iterator[tuple[str, Array]]:
    """Yield every node of the scene with its matrix, composed as glTF says."""

    def visit(index: int, above: Array) -> Iterator[tuple[str, Array]]:
        node = NODES[index]
        if "matrix" in node:
            own = np.array(node["matrix"], float).reshape(4, 4).T
        else:
            own = np.eye(4)
            own[:3, 3] = node.get("translation", (0, 0, 0))
            turn = [turned(node.get("rotation", (0, 0, 0, 1)), axis) for axis in np.eye(3)]
            own[:3, :3] = np.array(turn).T @ np.diag(node.get("scale", (1, 1, 1)))
        yield node["name"], above @ own
        for child in node.get("children", []):
            yield from visit(child, above @ own)

    for root in (0, 4):
        yield from visit(root, np.eye(4))


def turned(quaternion: Any, vector: Array) -> Array:  # noqa: ANN401 - four numbers
    """Turn a vector by a quaternion x, y, z, w: v plus twice q by (q by v plus w v)."""
    along, real = np.array(quaternion[:3], float), float(quaternion[3])
    found: Array = vector + 2 * np.cross(along, np.cross(along, vector) + real * vector)
    return found


def places(name: str) -> Array:
    return next(matrix for found, matrix in occurrences() if found == name)


def test_every_occurrence_is_where_the_nodes_above_put_it(path: Path) -> None:
    placed = placements(Glb.from_file(path))
    expected = [places(name) for name in ("second", "scaled", "leaf", "leaf")]
    assert placed.matrices == pytest.approx(np.array(expected))
    assert len(placed.by_primitive()) == 3
    assert sum(len(matrices) for _, matrices in placed.by_primitive()) == 4


def test_boxes_and_vertices_are_those_of_all_occurrences(path: Path) -> None:
    glb = Glb.from_file(path)
    matrices = [places(name) for name in ("second", "scaled", "leaf")]
    for extent, points in ((box_extent(glb), corners()), (vertex_extent(glb, path), POSITIONS[:4])):
        moved = [points @ matrix[:3, :3].T + matrix[:3, 3] for matrix in matrices]
        assert extent.low == pytest.approx(np.min(moved, axis=(0, 1)))
        assert extent.high == pytest.approx(np.max(moved, axis=(0, 1)))
    assert flat_triangles(glb, path) == 4


def corners() -> Array:
    return np.array([(x, y, z) for x in (0, 50) for y in (0, 50) for z in (0, 50)], float)


def test_triangles_of_all_occurrences_come_out(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    accessors = Accessors.from_file(path)
    extent = box_extent(accessors.glb)
    whole = scene_triangles(accessors, extent)
    expected = [
        POSITIONS[TRIANGLES.ravel()] @ matrix[:3, :3].T + matrix[:3, 3]
        for matrix in (places(name) for name in ("second", "scaled", "leaf", "leaf"))
    ]
    assert whole.positions[whole.corners.ravel()] == pytest.approx(np.concatenate(expected))
    assert len(whole.normals) == len(whole.colours) == len(whole.positions) == 20
    monkeypatch.setattr("glb_runtime.triangles.MOST_TRIANGLES", 5)
    fewer = scene_triangles(accessors, extent)
    assert 3 <= len(fewer.corners) <= 5
    largest = fewer.positions[fewer.corners[:3].ravel()]
    assert largest == pytest.approx(expected[1])


def test_a_thousand_places_of_one_mesh_are_one_primitive() -> None:
    nodes = [{"mesh": 0, "translation": [number, 0, 0]} for number in range(1000)]
    accessor = {"min": [0, 0, 0], "max": [1, 1, 1]}
    mesh = {"primitives": [{"attributes": {"POSITION": 0}}]}
    glb = Glb({"nodes": nodes, "scenes": [{"nodes": list(range(1000))}], "meshes": [mesh],
               "accessors": [accessor]})  # fmt: skip
    [(_, matrices)] = placements(glb).by_primitive()
    assert matrices[:, 0, 3].tolist() == list(range(1000))
    assert box_extent(glb).high.tolist() == [1000, 1, 1]
