"""The local frame of a tileset: metres, Z up, its origin in the middle of the cloud.

A tileset places its frame once, in double precision; all that is in tiles is near the origin.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from convert_points.cloud import Array, Cloud


class Frame(Protocol):
    """How coordinates of a file become local ones."""

    @property
    def placed(self) -> Array:
        """Return the 4 by 4 matrix that places the frame, in metres."""

    def local(self, coordinates: Array) -> Array:
        """Return local coordinates, (n, 3) in metres, of coordinates in the file's units."""


@dataclass(frozen=True)
class PlainFrame:
    """A frame along the axes of the file, for coordinates that are on no globe.

    `units` are metres per unit of each axis; `origin` is in metres.
    """

    units: Array
    origin: Array

    @property
    def placed(self) -> Array:
        """Return the matrix: a translation."""
        matrix = np.eye(4)
        matrix[:3, 3] = self.origin
        return matrix

    def local(self, coordinates: Array) -> Array:
        """Return local coordinates."""
        moved: Array = coordinates * self.units - self.origin
        return moved


def units_of(cloud: Cloud) -> Array:
    """Return the metres per unit of each axis."""
    plane = cloud.reference.metres_per_unit
    return np.array([plane, plane, cloud.reference.metres_per_height_unit])


def plain_frame(cloud: Cloud) -> PlainFrame:
    """Return the frame of a cloud that is on no globe."""
    low, high = cloud.bounds()
    return PlainFrame(units_of(cloud), (low + high) / 2 * units_of(cloud))
