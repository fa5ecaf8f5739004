"""Coordinates in degrees → metres of the UTM zone in which they are.

An octree of degrees and metres is no cube, and no reader of COPC expects one.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from pyproj import CRS, Transformer

from conversion_runtime.errors import SourceBoundsInvalid
from convert_points.cloud import AXES, Array, Cloud
from convert_points.reference import reference_of

UTM_NORTH, UTM_SOUTH = 32600, 32700
POLAR_NORTH, POLAR_SOUTH = 5041, 5042
"""Universal polar stereographic, beyond the latitudes of UTM."""

BLOCK_POINTS = 1 << 20
SCALE_METRES = 0.001
LARGEST_RECORD = 2**31 - 1


def projected(cloud: Cloud) -> Cloud:
    """Return a cloud in metres of the plane; one that is not in degrees stays as it is.

    The records are changed in place: there may be no memory for a second set of them.

    Raises:
        SourceBoundsInvalid: the degrees are on no globe.
    """
    crs = cloud.reference.crs
    if crs is None or not crs.is_geographic:
        return cloud
    low, high = cloud.bounds()
    longitude, latitude, _ = (low + high) / 2
    if max(abs(low[0]), abs(high[0])) > 360 or max(abs(low[1]), abs(high[1])) > 90:
        raise SourceBoundsInvalid(
            "degrees that are on no globe", expected="longitudes to 360 and latitudes to 90"
        )
    target = CRS.from_epsg(_zone(float(longitude), float(latitude)))
    reference = reference_of(target, status=cloud.reference.status)
    points, scales = cloud.points, np.full(3, SCALE_METRES)
    transformer = Transformer.from_crs(crs.to_2d(), target, always_xy=True)
    height_unit = cloud.reference.metres_per_height_unit
    offsets = np.floor(_metres(transformer, ((low + high) / 2)[None], height_unit)[0])
    for start in range(0, len(points), BLOCK_POINTS):
        rows = slice(start, start + BLOCK_POINTS)
        steps = _metres(transformer, cloud.coordinates(cloud.points[rows]), height_unit) - offsets
        for axis, values in zip(AXES, _records(steps).T, strict=True):
            points[axis][rows] = values
    return replace(cloud, points=points, reference=reference, scales=scales, offsets=offsets)


def _metres(transformer: Transformer, coordinates: Array, height_unit: float) -> Array:
    x, y = transformer.transform(coordinates[:, 0], coordinates[:, 1])
    return np.stack([x, y, coordinates[:, 2] * height_unit], axis=1)


def _records(metres: Array) -> Array:
    """Return metres from the offsets as records have them.

    Raises:
        SourceBoundsInvalid: they do not fit, or are on no map.
    """
    steps: Array = np.rint(metres / SCALE_METRES)
    if not (np.abs(steps) < LARGEST_RECORD).all():
        raise SourceBoundsInvalid(
            "degrees that are in no zone", expected="coordinates near each other"
        )
    return steps


def _zone(longitude: float, latitude: float) -> int:
    if latitude > 84:
        return POLAR_NORTH
    if latitude < -80:
        return POLAR_SOUTH
    zone = int((longitude + 180) % 360 // 6) + 1
    return (UTM_NORTH if latitude >= 0 else UTM_SOUTH) + zone
