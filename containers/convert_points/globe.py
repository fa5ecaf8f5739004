"""The frame of a cloud on the globe: east, north and up in its middle, and the earth's curvature.

A flat frame is wrong by 37 mm at 0.7 km and by 3.9 m at 7 km, and a transformation of every point
would be slower than all the rest. So the transformation is sampled at Chebyshev nodes, and the
polynomial through them is compared with the transformation itself before it is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.polynomial.chebyshev import chebpts1, chebvander2d
from pyproj import CRS, Transformer
from pyproj.aoi import AreaOfInterest
from pyproj.exceptions import ProjError

from convert_points.cloud import Array, Cloud
from convert_points.frame import units_of

EARTH_CENTRED = CRS.from_epsg(4978)
"""WGS 84, Cartesian: the frame of 3D Tiles."""

TO_ANGLES = "+proj=pipeline +step +inv +proj=cart +ellps=WGS84"
"""From there to longitude and latitude; said as a pipeline, PROJ need not search for one."""

DEGREES = (2, 4, 7, 10)
LARGEST_ERROR_METRES = 0.0005
CHECKED_PLACES = 7
"""Along each axis, where the polynomial is compared."""


@dataclass(frozen=True)
class GlobeFrame:
    """A frame on the globe; `coefficients` give the middle of the height range, and its slope."""

    placed: Array
    centre: Array
    half: Array
    degree: int
    coefficients: Array
    accuracy_metres: float

    def local(self, coordinates: Array) -> Array:
        """Return local coordinates, (n, 3) in metres."""
        u, v, w = ((coordinates - self.centre) / self.half).T
        found = chebvander2d(u, v, [self.degree, self.degree]) @ self.coefficients
        local: Array = found[:, :3] + w[:, None] * found[:, 3:]
        return local


def globe_frame(cloud: Cloud) -> GlobeFrame | None:
    """Return the frame of a cloud, or None where its system does not put it on the globe."""
    if cloud.reference.crs is None:
        return None
    low, high = cloud.bounds()
    centre, half = (low + high) / 2, np.maximum((high - low) / 2, cloud.scales)
    globe = _Globe.of(cloud)
    matrix = globe.placed_at(centre)
    if matrix is None:
        return None
    for degree in DEGREES:
        frame = _fitted(globe, matrix, centre, half, degree)
        if frame is not None and _largest_error(globe, frame) <= LARGEST_ERROR_METRES:
            return frame
    return None


@dataclass(frozen=True)
class _Globe:
    """The transformation of a system to the earth-centred one."""

    transformer: Transformer
    units: Array

    @classmethod
    def of(cls, cloud: Cloud) -> _Globe:
        crs = cloud.reference.crs
        assert crs is not None  # the caller asked
        if crs.is_geocentric:
            return cls(Transformer.from_crs(crs, EARTH_CENTRED), np.ones(3))
        plane = crs.sub_crs_list[0] if crs.is_compound else crs.to_2d()
        # Heights are taken as they are: without a model of the geoid there is nothing better.
        heights = np.array([1.0, 1.0, units_of(cloud)[2]])
        transformer = Transformer.from_crs(
            plane.to_3d(), EARTH_CENTRED, always_xy=True, area_of_interest=_area(plane, cloud)
        )
        return cls(transformer, heights)

    def transformed(self, coordinates: Array) -> Array:
        """Return earth-centred coordinates in metres."""
        return np.stack(self.transformer.transform(*(coordinates * self.units).T), axis=1)

    def placed_at(self, centre: Array) -> Array | None:
        """Return the matrix of east, north, up and origin; None where it is on no globe."""
        origin = self.transformed(centre[None])[0]
        if not np.isfinite(origin).all() or np.linalg.norm(origin) < 1000.0:
            return None
        to_angles = Transformer.from_pipeline(TO_ANGLES)
        longitude, latitude, _ = to_angles.transform(*origin, radians=True)
        sin, cos = (np.sin([longitude, latitude]), np.cos([longitude, latitude]))
        matrix = np.eye(4)
        matrix[:3, 0] = (-sin[0], cos[0], 0.0)
        matrix[:3, 1] = (-sin[1] * cos[0], -sin[1] * sin[0], cos[1])
        matrix[:3, 2] = (cos[1] * cos[0], cos[1] * sin[0], sin[1])
        matrix[:3, 3] = origin
        return matrix


def _area(plane: CRS, cloud: Cloud) -> AreaOfInterest | None:
    """Return where on the globe a cloud is: transformations of other places are not looked at."""
    geodetic = plane.geodetic_crs
    if geodetic is None:
        return None
    to_degrees = Transformer.from_crs(plane, geodetic, always_xy=True)
    (west, south, _), (east, north, _) = cloud.bounds()
    try:
        degrees = to_degrees.transform_bounds(west, south, east, north)
    except ProjError:  # on no globe: said when the cloud's middle is transformed
        return None
    return AreaOfInterest(*degrees) if np.isfinite(degrees).all() else None


def _fitted(
    globe: _Globe, matrix: Array, centre: Array, half: Array, degree: int
) -> GlobeFrame | None:
    points = chebpts1(degree + 1)
    u, v = (axis.ravel() for axis in np.meshgrid(points, points))
    low, high = (
        _in_frame(globe, matrix, centre + half * np.stack([u, v, np.full_like(u, w)], axis=1))
        for w in (-1.0, 1.0)
    )
    if not (np.isfinite(low).all() and np.isfinite(high).all()):
        return None
    values = np.concatenate([(low + high) / 2, (high - low) / 2], axis=1)
    coefficients = np.linalg.solve(chebvander2d(u, v, [degree, degree]), values)
    accuracy = float(globe.transformer.accuracy)
    return GlobeFrame(matrix, centre, half, degree, coefficients, accuracy)


def _in_frame(globe: _Globe, matrix: Array, coordinates: Array) -> Array:
    moved: Array = (globe.transformed(coordinates) - matrix[:3, 3]) @ matrix[:3, :3]
    return moved


def _largest_error(globe: _Globe, frame: GlobeFrame) -> float:
    steps = np.linspace(-1.0, 1.0, CHECKED_PLACES)
    places = frame.centre + frame.half * np.array(list(product(steps, steps, (-1.0, 0.0, 1.0))))
    difference = frame.local(places) - _in_frame(globe, frame.placed, places)
    return float(np.linalg.norm(difference, axis=1).max())
