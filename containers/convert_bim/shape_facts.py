"""Measure the triangles of a geometry: what bindings compare when a model comes again.

Volume, centre and inertia of a closed surface are sums over the tetrahedra between its triangles
and a point (Tonon, Explicit exact formulas for the 3-D tetrahedron inertia tensor, 2004); those of
an open one are sums over its triangles.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from convert_bim.shapes import Array, Geometry
from twin.spatial.part_facts import Box, ShapeFacts, signature, vector

DIGITS = 9
"""Rounded to a nanometre, so that another order of sums gives the same text."""


def measured(geometry: Geometry) -> ShapeFacts:
    """Return the measures of a geometry in its own frame; volume 0 where it is not closed."""
    vertices = geometry.vertices
    middle = (vertices.min(axis=0) + vertices.max(axis=0)) / 2
    corners = (vertices - middle)[geometry.triangles]
    crosses = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    areas = np.linalg.norm(crosses, axis=1) / 2
    volumes = np.einsum("ij,ij->i", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])) / 6
    edges = _edges(geometry.triangles)
    is_solid = edges.is_closed and volumes.sum() > 0
    weights = volumes if is_solid else areas
    centre, inertia = _moments(corners, weights, is_solid=is_solid)
    moments = vector(np.linalg.eigvalsh(inertia).tolist())
    volume, area = float(volumes.sum()) if is_solid else 0.0, float(areas.sum())
    counts = (len(geometry.triangles), edges.count, len(vertices))
    return ShapeFacts(
        signature=signature(volume, area, moments, counts),
        volume_cubic_metres=round(volume, DIGITS),
        area_square_metres=round(area, DIGITS),
        centre_metres=vector(np.round(centre + middle, DIGITS).tolist()),
        box=Box(_corner(vertices.min(axis=0)), _corner(vertices.max(axis=0))),
        inertia=tuple(inertia[[0, 1, 2, 0, 0, 1], [0, 1, 2, 1, 2, 2]].tolist()),
        moments=moments,
        faces=counts[0],
        edges=counts[1],
        vertices=counts[2],
    )


@dataclass(frozen=True)
class _Edges:
    """How many edges triangles have, and whether each edge has two triangles."""

    count: int
    is_closed: bool


def _edges(triangles: Array) -> _Edges:
    pairs = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    _, times = np.unique(np.sort(pairs, axis=1), axis=0, return_counts=True)
    return _Edges(len(times), bool((times == 2).all()))


def _moments(corners: Array, weights: Array, *, is_solid: bool) -> tuple[Array, Array]:
    """Return the centre (3) and the inertia tensor (3, 3) about it at density 1."""
    total = float(weights.sum()) or 1.0
    sums = corners.sum(axis=1)
    centre = (weights[:, None] * sums).sum(axis=0) / (total * (4 if is_solid else 3))
    # The covariance of a simplex from the origin has 20 in the place of a triangle's 12.
    outer = np.einsum("t,tia,tib->ab", weights, corners, corners)
    outer += np.einsum("t,ta,tb->ab", weights, sums, sums)
    covariance = outer / (20 if is_solid else 12) - total * np.outer(centre, centre)
    return centre, np.trace(covariance) * np.eye(3) - covariance


def _corner(values: Array) -> tuple[float, float, float]:
    return vector(np.round(values, DIGITS).tolist())
