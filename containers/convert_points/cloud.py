"""All points of a file in memory, as LAS 1.4 stores them.

LAS 1.4 R15: https://www.asprs.org/divisions-committees/lidar-division
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convert_points.reference import Reference

Array = NDArray[Any]

AXES = ("X", "Y", "Z")
EXTRA = "extra"
"""Field of the records that holds the extra bytes, uninterpreted."""

_BASE = [
    *((axis, "<i4") for axis in AXES),
    ("intensity", "<u2"),
    ("returns", "u1"),
    ("flags", "u1"),
    ("classification", "u1"),
    ("user_data", "u1"),
    ("scan_angle", "<i2"),
    ("point_source_id", "<u2"),
    ("gps_time", "<f8"),
]
_COLOUR = [("red", "<u2"), ("green", "<u2"), ("blue", "<u2")]
_FIELDS: Mapping[int, list[tuple[str, str]]] = {
    6: _BASE,
    7: [*_BASE, *_COLOUR],
    8: [*_BASE, *_COLOUR, ("nir", "<u2")],
}


def record_type(point_format: int, extra_bytes: int = 0) -> np.dtype[Any]:
    """Return the layout of a point of format 6, 7 or 8 with extra bytes behind it."""
    fields: list[Any] = list(_FIELDS[point_format])
    return np.dtype([*fields, (EXTRA, "u1", (extra_bytes,))] if extra_bytes else fields)


@dataclass(frozen=True)
class Cloud:
    """Points of format 6, 7 or 8; a coordinate is `record * scale + offset` in the file's units.

    `extra_bytes_record` is what the extra bytes mean, as LAS describes it; `facts` are what the
    reader found out, with units in their names.
    """

    points: Array
    point_format: int
    scales: Array
    offsets: Array
    reference: Reference
    facts: Mapping[str, float | int | str]
    extra_bytes_record: bytes = b""
    has_adjusted_gps_time: bool = False

    @property
    def has_colours(self) -> bool:
        """Tell whether points have colours."""
        return self.point_format > 6

    def coordinates(self, records: Array) -> Array:
        """Return the coordinates of some records, (n, 3) doubles in the file's units."""
        coordinates = np.empty((len(records), 3))
        for at, axis in enumerate(AXES):
            np.multiply(records[axis], self.scales[at], out=coordinates[:, at])
            coordinates[:, at] += self.offsets[at]
        return coordinates

    def bounds(self) -> tuple[Array, Array]:
        """Return the lowest and the highest coordinates, in the file's units."""
        low = np.array([self.points[axis].min() for axis in AXES])
        high = np.array([self.points[axis].max() for axis in AXES])
        return low * self.scales + self.offsets, high * self.scales + self.offsets


def extent_of(points: Array) -> tuple[Array, Array]:
    """Return the lowest and the highest of each coordinate, of (n, 3).

    Column by column: numpy reduces a short last axis several times slower.
    """
    columns = [points[:, at] for at in range(points.shape[1])]
    return np.array([one.min() for one in columns]), np.array([one.max() for one in columns])
