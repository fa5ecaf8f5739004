"""A large mesh: hills of triangles, as binary STL."""

from __future__ import annotations

import struct

import numpy as np
from numpy.typing import NDArray

RECORD = np.dtype([("normal", "<f4", 3), ("corners", "<f4", 9), ("more", "<u2")])
"""One triangle of a binary STL."""


def hills(side: int) -> NDArray[np.floating]:
    """Return the triangles of a square of hills; two for each cell of `side` by `side`.

    Shape (n, 9): three corners each, in millimetres, Z up.
    """
    x, y = np.meshgrid(np.arange(side + 1), np.arange(side + 1))
    points = np.stack((x, y, 20 * np.sin(x / 40) * np.cos(y / 30)), axis=-1).astype("<f4")
    a, b, c, d = points[:-1, :-1], points[:-1, 1:], points[1:, 1:], points[1:, :-1]
    return np.stack((a, b, c, a, c, d), axis=2).reshape(-1, 9)


def stl_of(corners: NDArray[np.floating]) -> bytes:
    """Return a binary STL of triangles; shape (n, 9)."""
    records = np.zeros(len(corners), RECORD)
    records["corners"] = corners
    return bytes(80) + struct.pack("<I", len(corners)) + records.tobytes()
