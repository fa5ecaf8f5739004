"""Where the meshes of a GLB are in its scene, and which of their triangles have no area."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glb_runtime.accessors import Accessors
from glb_runtime.glb import TRIANGLES, Glb
from glb_runtime.placement import placements

Array = NDArray[Any]

BLOCK_VERTICES = 1_000_000
"""Vertices that are placed at once."""


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
    placed = placements(glb)
    accessors = [
        glb.json["accessors"][primitive["attributes"]["POSITION"]]
        for primitive in placed.primitives
    ]
    turns, offsets = placed.matrices[:, :3, :3], placed.matrices[:, :3, 3]
    ends = [turns * np.array([one[end] for one in accessors])[:, None, :] for end in ("min", "max")]
    low = np.minimum(*ends).sum(axis=2) + offsets
    high = np.maximum(*ends).sum(axis=2) + offsets
    return Extent(low.min(axis=0), high.max(axis=0))


def vertex_extent(glb: Glb, path: Path) -> Extent:
    """Return the box around all that an uncompressed file shows, where it is placed.

    Vertices that only triangles without an area have, or none, are not shown.
    """
    shown = _Shown(Accessors.from_file(path))
    boxes = [
        box
        for primitive, matrices in placements(glb).by_primitive()
        for box in _boxes(shown.vertices(primitive), matrices)
    ]
    return Extent(np.min([low for low, _ in boxes], axis=0), np.max([high for _, high in boxes], 0))


def flat_triangles(glb: Glb, path: Path) -> int:
    """Return how many drawn triangles of an uncompressed file have two corners in one place."""
    shown = _Shown(Accessors.from_file(path))
    found = placements(glb).by_primitive()
    return sum(shown.flat(primitive) * len(matrices) for primitive, matrices in found)


def placed_primitives(glb: Glb) -> Iterator[tuple[Array, Mapping[str, Any]]]:
    """Yield every primitive with the matrix that places it, once per occurrence."""
    placed = placements(glb)
    yield from zip(placed.matrices, placed.primitives, strict=True)


def _boxes(vertices: Array, matrices: Array) -> Iterator[tuple[Array, Array]]:
    """Yield the boxes around vertices (n, 3) in some places, in blocks that fit into memory."""
    if not len(vertices):
        return
    block = max(1, BLOCK_VERTICES // len(vertices))
    for start in range(0, len(matrices), block):
        some = matrices[start : start + block]
        moved = vertices @ some[:, :3, :3].transpose(0, 2, 1) + some[:, None, :3, 3]
        yield moved.min(axis=(0, 1)), moved.max(axis=(0, 1))


@dataclass(frozen=True)
class _Shown:
    """What primitives show."""

    accessors: Accessors

    def vertices(self, primitive: Mapping[str, Any]) -> Array:
        """Return the vertices of triangles that have an area; shape (n, 3)."""
        positions = self.accessors.values(primitive["attributes"]["POSITION"])
        if primitive.get("mode", TRIANGLES) != TRIANGLES:
            return positions
        triangles = self._triangles(primitive, len(positions))
        shown = np.zeros(len(positions), bool)
        shown[triangles[~_is_flat(positions, triangles)]] = True
        found: Array = positions[shown]
        return found

    def flat(self, primitive: Mapping[str, Any]) -> int:
        """Return how many triangles have two corners in one place."""
        if primitive.get("mode", TRIANGLES) != TRIANGLES:
            return 0
        positions = self.accessors.values(primitive["attributes"]["POSITION"])
        return int(_is_flat(positions, self._triangles(primitive, len(positions))).sum())

    def _triangles(self, primitive: Mapping[str, Any], count: int) -> Array:
        corners = np.arange(count)
        if "indices" in primitive:
            corners = self.accessors.values(primitive["indices"]).ravel()
        return corners[: len(corners) // 3 * 3].reshape(-1, 3)


def _is_flat(positions: Array, triangles: Array) -> Array:
    a, b, c = (positions[triangles[:, corner]] for corner in range(3))
    same: Array = (a == b).all(axis=1) | (b == c).all(axis=1) | (a == c).all(axis=1)
    return same
