"""The reference system of a LAS file: WKT, or GeoTIFF keys with units of their own.

https://docs.ogc.org/is/19-008r4/19-008r4.html (GeoTIFF 1.1)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import laspy
from pyproj import CRS
from pyproj.exceptions import CRSError

from convert_points.reference import METRES_PER_UNIT, Reference, reference_of

PROJECTION = "LASF_Projection"
WKT_RECORD = 2112
GEOTIFF_RECORD = 34735

GEOGRAPHIC_KEY = 2048
PROJECTED_KEY = 3072
LINEAR_UNIT_KEY = 3076
VERTICAL_KEY = 4096
VERTICAL_UNIT_KEY = 4099
EPSG_CODES = range(1024, 32767)


def las_reference(header: laspy.LasHeader) -> Reference:
    """Return the reference of a file; one that cannot be understood is told by its status."""
    records = {record.record_id: record for record in _records(header)}
    keys = _keys(records.get(GEOTIFF_RECORD))
    height_unit = METRES_PER_UNIT.get(keys.get(VERTICAL_UNIT_KEY, 0))
    status = "none"
    if WKT_RECORD in records and (text := _text(records[WKT_RECORD])):
        try:
            return reference_of(CRS.from_wkt(text), wkt=text, height_unit=height_unit)
        except CRSError:
            status = "unreadable"
    try:
        crs = _crs_of_keys(keys)
    except CRSError:
        crs, status = None, "unreadable"
    if crs is not None:
        return reference_of(crs, height_unit=height_unit, status="geotiff")
    return _units_only(keys, height_unit, status)


def _units_only(keys: dict[int, int], height_unit: float | None, status: str) -> Reference:
    unit = METRES_PER_UNIT.get(keys.get(LINEAR_UNIT_KEY, 0))
    if unit is None:
        return Reference(status=status)
    return Reference(
        metres_per_unit=unit,
        metres_per_height_unit=height_unit or unit,
        status=status,
        unit_status="geotiff",
    )


def _crs_of_keys(keys: dict[int, int]) -> CRS | None:
    for key in (PROJECTED_KEY, GEOGRAPHIC_KEY):
        if keys.get(key, 0) in EPSG_CODES:
            return CRS.from_epsg(keys[key])
    return None


def _records(header: laspy.LasHeader) -> Iterator[Any]:
    for group in (header.vlrs, header.evlrs or []):
        for record in group:
            if record.user_id == PROJECTION:
                yield record


def _keys(record: Any) -> dict[int, int]:  # noqa: ANN401 - a record of any kind, or none
    """Return the keys that hold their value themselves."""
    found = getattr(record, "geo_keys", None) or []
    return {key.id: key.value_offset for key in found if key.tiff_tag_location == 0}


def _text(record: Any) -> str:  # noqa: ANN401
    return str(getattr(record, "string", "")).strip("\0 \n")
