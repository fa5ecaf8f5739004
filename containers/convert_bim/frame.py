"""From the file's frame (metres, Z up) to the scene's (metres, Y up, near the origin)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from convert_bim.shapes import Array, Geometry, Shapes

FAR_DIAGONALS = 100
"""Beyond this distance a float resolves less than a hundred thousandth of the diagonal."""

Y_UP = np.array([[1, 0, 0, 0], [0, 0, 1, 0], [0, -1, 0, 0], [0, 0, 0, 1]], float)
"""The point (x, y, z) of the file is at (x, z, -y) in the scene."""


@dataclass(frozen=True)
class Frame:
    """The local origin in metres, Z up: it is subtracted from everything in double precision."""

    origin: tuple[float, float, float]

    def placed(self, matrix: Array) -> Array:
        """Return the matrix (4, 4) of a place in the file's frame in the scene's."""
        moved = matrix.copy()
        moved[:3, 3] -= self.origin
        placed: Array = Y_UP @ moved @ Y_UP.T
        return placed


def frame_of(shapes: Shapes) -> Frame:
    """Return the frame of a scene: its middle is the origin if it is far from the file's."""
    worlds = [shape.world() for shape in shapes.values()]
    low = np.min([points.min(axis=0) for points in worlds], axis=0)
    high = np.max([points.max(axis=0) for points in worlds], axis=0)
    if not is_far(low, high):
        return Frame((0.0, 0.0, 0.0))
    x, y, z = np.round((low + high) / 2, 3).tolist()
    return Frame((x, y, z))


def is_far(low: Array, high: Array) -> bool:
    """Tell whether floats would lose details of a box."""
    distance = float(np.linalg.norm((low + high) / 2))
    return distance > FAR_DIAGONALS * max(float(np.linalg.norm(high - low)), 1.0)


def own_centre(geometry: Geometry) -> Array:
    """Return what to subtract from the vertices of a geometry that is far in its own frame."""
    low, high = geometry.vertices.min(axis=0), geometry.vertices.max(axis=0)
    return (low + high) / 2 if is_far(low, high) else np.zeros(3)
