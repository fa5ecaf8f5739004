"""Polygons become triangles, and values of corners and faces values of vertices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from conversion_runtime.errors import SourceDamaged
from glb_runtime.model import Array


@dataclass(frozen=True, eq=False)
class Polygons:
    """Faces of a mesh: `counts` (f,) of corners, `indices` (c,) of points, `points` (n, 3)."""

    points: Array
    counts: Array
    indices: Array
    is_left_handed: bool

    def check(self) -> None:
        """Require that every corner is a point.

        Raises:
            SourceDamaged: counts and indices do not fit, or an index is out of range.
        """
        fits = int(self.counts.astype(np.int64).sum()) == len(self.indices)
        if not fits or (len(self.counts) and self.counts.min() < 0):
            raise SourceDamaged("the faces of a mesh have other corners than they say")
        outside = len(self.indices) and (
            self.indices.min() < 0 or self.indices.max() >= len(self.points)
        )
        if outside:
            raise SourceDamaged("a face has a corner that is no point")

    @property
    def face_of_corner(self) -> Array:
        """Return the face of each corner."""
        return np.repeat(np.arange(len(self.counts)), self.counts)

    def triangles(self, holes: Array) -> tuple[Array, Array]:
        """Return the corners (t, 3) and faces (t,) of triangles, as fans; holes are left out."""
        counts = np.maximum(self.counts.astype(np.int64) - 2, 0)
        counts[holes] = 0
        face = np.repeat(np.arange(len(counts)), counts)
        first = (np.cumsum(self.counts, dtype=np.int64) - self.counts)[face]
        step = np.arange(len(face)) - (np.cumsum(counts) - counts)[face]
        corners = np.stack((first, first + step + 1, first + step + 2), axis=1)
        return (corners[:, ::-1] if self.is_left_handed else corners), face

    def smooth_normals(self, corners: Array) -> Array:
        """Return a normal for each point: the mean of its triangles, by their areas."""
        at = self.points[self.indices[corners]].astype(float)
        sums = np.zeros((len(self.points), 3))
        across = np.cross(at[:, 1] - at[:, 0], at[:, 2] - at[:, 0])
        for side in range(3):
            np.add.at(sums, self.indices[corners[:, side]], across)
        return unit(sums)


def unit(vectors: Array) -> Array:
    """Return vectors (n, 3) of length one; those without a length point upwards."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    with np.errstate(invalid="ignore"):
        scaled: Array = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    broken = ~(np.isfinite(scaled).all(axis=1) & (lengths[:, 0] > 0))
    scaled[broken] = (0.0, 1.0, 0.0)
    return scaled


def welded(columns: list[Array]) -> tuple[Array, Array]:
    """Make corners that have everything in common one vertex.

    Returns:
        The first corner of each vertex, in the order of the corners, and the vertex of each corner.
    """
    rows = np.concatenate([np.ascontiguousarray(one + 0.0).view(np.uint8) for one in columns], 1)
    kinds = np.ascontiguousarray(rows).view(np.dtype((np.void, rows.shape[1]))).reshape(-1)
    _, first, vertex = np.unique(kinds, return_index=True, return_inverse=True)
    order = np.argsort(first)
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    return first[order], place[vertex]
