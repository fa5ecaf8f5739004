"""Corners of faces that are the same become one vertex."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from glb_runtime.model import Array


def welded(indices: Sequence[Array]) -> tuple[Array, Array]:
    """Tell corners apart by several indices each, such as position, normal and texture.

    Returns:
        The first corner of each vertex, in the order of the corners, and the vertex of each corner.
    """
    key = np.zeros(len(indices[0]), np.int64)
    for one in indices:
        _, ranks = np.unique(one, return_inverse=True)
        _, key = np.unique(key * (int(ranks.max(initial=0)) + 1) + ranks, return_inverse=True)
    _, first, vertex = np.unique(key, return_index=True, return_inverse=True)
    order = np.argsort(first)
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    return first[order], place[vertex]


def same_rows(rows: Array) -> Array:
    """Return one number for each row; equal rows have equal numbers."""
    plain = np.ascontiguousarray(rows + 0.0)  # minus zero equals zero
    view = plain.view(np.dtype((np.void, plain.dtype.itemsize * plain.shape[1]))).reshape(-1)
    _, ranks = np.unique(view, return_inverse=True)
    return ranks
