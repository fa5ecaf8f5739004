"""In which reference system and in which units coordinates are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pyproj import CRS

METRES_PER_UNIT = {9001: 1.0, 9002: 0.3048, 9003: 1200 / 3937}
"""EPSG codes of metre, international foot and US survey foot."""


@dataclass(frozen=True)
class Reference:
    """A reference system, if it is known, and how long the units of coordinates are.

    `wkt` is written into the derivatives; `status` says how the system was found, `unit_status`
    how the unit was: `crs`, `geotiff` (unit keys of the file), `format` or `assumed`.
    """

    crs: CRS | None = None
    wkt: str = ""
    metres_per_unit: float = 1.0
    metres_per_height_unit: float = 1.0
    status: str = "none"
    unit_status: str = "assumed"

    @cached_property
    def name(self) -> str:
        """Return `EPSG:…` where the system has a code, its name, or nothing."""
        if self.crs is None:
            return ""
        # PROJ compares the system with all that it knows, which takes a quarter of a second.
        authority = self.crs.to_authority()
        return ":".join(authority) if authority else self.crs.name


def reference_of(
    crs: CRS, *, wkt: str = "", height_unit: float | None = None, status: str = "wkt"
) -> Reference:
    """Return the reference of a system.

    Heights without a unit of their own are in the unit of the plane, as surveys have them; degrees
    have none, and their heights are in metres.
    """
    unit = horizontal_unit(crs)
    heights = vertical_unit(crs) or height_unit or (1.0 if crs.is_geographic else unit)
    return Reference(crs, wkt or wkt_of(crs), unit, heights, status, "crs")


def horizontal_unit(crs: CRS) -> float:
    """Return the metres of a unit of the plane; 1 for degrees."""
    plane = crs.sub_crs_list[0] if crs.is_compound else crs
    if plane.is_geographic or not plane.axis_info:
        return 1.0
    return float(plane.axis_info[0].unit_conversion_factor or 1.0)


def vertical_unit(crs: CRS) -> float | None:
    """Return the metres of a unit of height, if the system says it."""
    axes = [axis for axis in crs.axis_info if axis.direction in ("up", "down")]
    if not axes:
        return None
    return float(axes[0].unit_conversion_factor or 1.0)


def wkt_of(crs: CRS) -> str:
    """Return the text that LAS 1.4 wants, WKT 1, or WKT 2 for systems that WKT 1 cannot say."""
    # pyproj raises CRSError for a system that a version cannot say.
    from pyproj.exceptions import CRSError

    try:
        return str(crs.to_wkt(version="WKT1_GDAL"))
    except CRSError:
        return str(crs.to_wkt())
