"""The fixed camera of all thumbnails: isometric, from the front, the right and above, Y up."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

MARGIN = 0.04
"""What stays free at each border, as a share of the picture."""

SMALLEST_METRES = 1e-9
"""Of the half width of a picture, so that one point can be looked at too."""

_THIRD, _HALF, _SIXTH = math.sqrt(1 / 3), math.sqrt(1 / 2), math.sqrt(1 / 6)

RIGHT = np.array((_HALF, 0.0, -_HALF))
UP = np.array((-_SIXTH, 2 * _SIXTH, -_SIXTH))
BACKWARD = np.array((_THIRD, _THIRD, _THIRD))
"""The axes of the picture in the scene: to the right, up, and towards the camera (ISO 5456-3)."""

AXES = np.array((RIGHT, UP, BACKWARD))


@dataclass(frozen=True, eq=False)
class Camera:
    """A parallel projection that shows all of a scene in a square.

    `middle` (3) is along the camera's axes, `half_width` is of the square and `depth` reaches from
    the middle beyond everything; all are metres.
    """

    middle: Array
    half_width: float
    depth: float

    @classmethod
    def around(cls, points: Array) -> Camera:
        """Return the camera that sees all points; shape (n, 3), metres, n at least 1."""
        # In double precision and in blocks: there may be many millions.
        blocks = [points[at : at + 1_000_000] @ AXES.T for at in range(0, len(points), 1_000_000)]
        low = np.min([block.min(axis=0) for block in blocks], axis=0)
        high = np.max([block.max(axis=0) for block in blocks], axis=0)
        half = float((high - low)[:2].max()) / 2 / (1 - 2 * MARGIN)
        return cls(
            middle=(low + high) / 2,
            half_width=max(half, SMALLEST_METRES),
            depth=float((high - low)[2]) / 2 + max(half, SMALLEST_METRES),
        )

    def rays(self, pixels: int) -> Array:
        """Return where the ray of each pixel begins, row by row from the top; shape (n, 3)."""
        steps = ((np.arange(pixels) + 0.5) / pixels * 2 - 1) * self.half_width
        across, down = np.meshgrid(steps, steps)
        along = np.stack((across, -down, np.full_like(across, self.depth)), axis=-1)
        begins: Array = (along.reshape(-1, 3) + self.middle) @ AXES
        return begins

    def pixels_of(self, points: Array, pixels: int) -> tuple[Array, Array, Array]:
        """Return column, row and depth (metres, larger is nearer) of points in a picture."""
        along = points @ AXES.T - self.middle
        scale = pixels / 2 / self.half_width
        column = np.floor(along[:, 0] * scale + pixels / 2).astype(np.int32)
        row = np.floor(pixels / 2 - along[:, 1] * scale).astype(np.int32)
        return column.clip(0, pixels - 1), row.clip(0, pixels - 1), along[:, 2]
