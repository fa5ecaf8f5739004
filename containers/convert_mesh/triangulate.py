"""Faces of any number of corners become triangles."""

from __future__ import annotations

import numpy as np

from conversion_runtime.errors import SourceTooComplex
from glb_runtime.model import Array

LARGEST_POLYGON = 10_000
"""Corners of one face: cutting it takes the square of them."""


def triangles_of(starts: Array, counts: Array, corners: Array) -> tuple[Array, Array]:
    """Return the triangles of faces, and from which face each is.

    Shapes: a face has `counts[i]` corners from `starts[i]` on; `corners` (n, 3) are their places.
    Triangles (m, 3) are indices of corners. Faces of fewer than three corners have none; those of
    four are cut along the diagonal that keeps both halves turned the same way; larger ones that
    are not convex are cut ear by ear.

    Raises:
        SourceTooComplex: a face has too many corners.
    """
    check_polygon(int(counts.max(initial=0)))
    found, faces = [], []
    for size in np.unique(counts[counts >= 3]):
        chosen = np.nonzero(counts == size)[0]
        polygons = starts[chosen][:, None] + np.arange(size)
        cut = _fans(polygons) if size == 3 else _cut(polygons, corners)
        found.append(cut.reshape(-1, 3))
        faces.append(np.repeat(chosen, size - 2))
    if not found:
        return np.zeros((0, 3), np.int64), np.zeros(0, np.int64)
    order = np.argsort(np.concatenate(faces), kind="stable")
    return np.concatenate(found)[order], np.concatenate(faces)[order]


def check_polygon(corners: int) -> None:
    """Require that a face has not too many corners.

    Raises:
        SourceTooComplex: it has.
    """
    if corners > LARGEST_POLYGON:
        raise SourceTooComplex(
            "a face has too many corners",
            found=f"{corners} corners",
            expected=f"at most {LARGEST_POLYGON}",
        )


def _fans(polygons: Array) -> Array:
    """Return the triangles around the first corner; shape (faces, size - 2, 3)."""
    size = polygons.shape[1]
    first = np.repeat(polygons[:, :1], size - 2, axis=1)
    return np.stack((first, polygons[:, 1:-1], polygons[:, 2:]), axis=2)


def _cut(polygons: Array, corners: Array) -> Array:
    normals = _polygon_normals(corners[polygons])
    fans = _fans(polygons)
    bad = _is_turned(fans, normals, corners).any(axis=1)
    if polygons.shape[1] == 4:
        fans[bad] = _fans(np.roll(polygons[bad], -1, axis=1))
        return fans
    for index in np.nonzero(bad)[0]:
        fans[index] = _ears(polygons[index], corners, normals[index])
    return fans


def _polygon_normals(points: Array) -> Array:
    """Return the areas of polygons as vectors: https://en.wikipedia.org/wiki/Shoelace_formula"""
    areas: Array = np.cross(points, np.roll(points, -1, axis=1)).sum(axis=1)
    return areas


def _is_turned(triangles: Array, normals: Array, corners: Array) -> Array:
    a, b, c = (corners[triangles[..., index]] for index in range(3))
    turned: Array = np.einsum("...i,...i", np.cross(b - a, c - a), normals[:, None]) < 0
    return turned


def _ears(polygon: Array, corners: Array, normal: Array) -> Array:
    """Cut one polygon: https://www.geometrictools.com/Documentation/TriangulationByEarClipping.pdf"""
    left, cut = list(range(len(polygon))), []
    points = corners[polygon]
    while len(left) > 3:
        ear = next((at for at in range(len(left)) if _is_ear(at, left, points, normal)), 0)
        cut.append((left[ear - 1], left[ear], left[(ear + 1) % len(left)]))
        del left[ear]
    triangles: Array = polygon[np.array([*cut, tuple(left)])]
    return triangles


def _is_ear(at: int, left: list[int], points: Array, normal: Array) -> bool:
    a, b, c = left[at - 1], left[at], left[(at + 1) % len(left)]
    if np.cross(points[b] - points[a], points[c] - points[a]) @ normal <= 0:
        return False
    others = points[[one for one in left if one not in (a, b, c)]]
    edges = ((a, b), (b, c), (c, a))
    sides = [np.cross(points[q] - points[p], others - points[p]) @ normal >= 0 for p, q in edges]
    return not np.logical_and.reduce(sides).any()
