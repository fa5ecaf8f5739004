"""Where the nodes of a GLB place their meshes: all matrices of a scene at once.

A scene may have a hundred thousand nodes: one matrix after the other takes minutes in Python.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glb_runtime.glb import Glb

Array = NDArray[Any]
Node = Mapping[str, Any]
Primitive = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Placements:
    """Every occurrence of a primitive: `matrices` (n, 4, 4) to the scene, and the primitives."""

    matrices: Array
    primitives: Sequence[Primitive]

    def by_primitive(self) -> list[tuple[Primitive, Array]]:
        """Return each primitive once, with the matrices of its occurrences (k, 4, 4)."""
        # The JSON lives as long as the primitives do, so identities stay.
        rows: dict[int, list[int]] = {}
        for row, primitive in enumerate(self.primitives):
            rows.setdefault(id(primitive), []).append(row)
        return [(self.primitives[some[0]], self.matrices[some]) for some in rows.values()]


def placements(glb: Glb) -> Placements:
    """Return all occurrences, those of nodes nearer to the root first."""
    nodes: Sequence[Node] = glb.json.get("nodes", [])
    scene = (glb.json.get("scenes") or [{}])[glb.json.get("scene", 0)]
    level = list(scene.get("nodes", []))
    local = _local_matrices(nodes)
    world = local[level]
    matrices, primitives = [np.zeros((0, 4, 4))], []
    while level:
        found = [
            (row, primitive)
            for row, index in enumerate(level)
            if "mesh" in nodes[index]
            for primitive in glb.json["meshes"][nodes[index]["mesh"]]["primitives"]
        ]
        matrices.append(world[[row for row, _ in found]])
        primitives += [primitive for _, primitive in found]
        below = [
            (row, child)
            for row, index in enumerate(level)
            for child in nodes[index].get("children", ())
        ]
        level = [child for _, child in below]
        world = world[[row for row, _ in below]] @ local[level]
    return Placements(np.concatenate(matrices), primitives)


def _local_matrices(nodes: Sequence[Node]) -> Array:
    """Return the matrix of each node to its parent; shape (n, 4, 4)."""
    matrices = np.tile(np.eye(4), (len(nodes), 1, 1))
    whole = [index for index, node in enumerate(nodes) if "matrix" in node]
    if whole:
        columns = np.array([nodes[index]["matrix"] for index in whole], float)
        matrices[whole] = columns.reshape(-1, 4, 4).transpose(0, 2, 1)
    turned = _with(nodes, "rotation")
    matrices[turned, :3, :3] = _rotations(_values(nodes, turned, "rotation", 4))
    scaled = _with(nodes, "scale")
    matrices[scaled, :3, :3] *= _values(nodes, scaled, "scale", 3)[:, None, :]
    moved = _with(nodes, "translation")
    matrices[moved, :3, 3] = _values(nodes, moved, "translation", 3)
    return matrices


def _with(nodes: Sequence[Node], name: str) -> list[int]:
    return [index for index, node in enumerate(nodes) if name in node and "matrix" not in node]


def _values(nodes: Sequence[Node], chosen: Sequence[int], name: str, width: int) -> Array:
    return np.array([nodes[index][name] for index in chosen], float).reshape(-1, width)


def _rotations(quaternions: Array) -> Array:
    x, y, z, w = quaternions.T
    rows = [
        [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
        [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
        [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
    ]
    return np.array(rows, float).transpose(2, 0, 1)
