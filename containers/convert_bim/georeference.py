"""Where on Earth a file is: what it says itself, normalised to metres and degrees."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import ifcopenshell.util.element
import ifcopenshell.util.geolocation
import ifcopenshell.util.unit

from convert_bim.ifc_file import Entity, File, length_unit_metres

Place = dict[str, float | int | str]
"""Facts, units in the names; what the file does not say is left out."""

MAXIMUM_TEXT = 100


def georeference(file: File) -> Place:
    """Return map conversion and coordinate system (IFC 4, or the property sets that IFC 2x3
    agrees on), latitude and longitude of the site, and true north.

    `map_rotation_degrees` turns the file's X axis to the map's east, counter-clockwise;
    `true_north_degrees` is the direction of true north, clockwise from the file's Y axis.
    """
    found = {**_map(file), **_site(file), **_north(file)}
    return {
        name: value
        for name, value in found.items()
        if isinstance(value, str) or math.isfinite(value)
    }


def _map(file: File) -> Place:
    parameters = ifcopenshell.util.geolocation.get_helmert_transformation_parameters(file)
    system = ifcopenshell.util.geolocation.get_crs(file) or {}
    name = str(system.get("Name") or "")[:MAXIMUM_TEXT]
    found: Place = {"crs": name} if name else {}
    if parameters is None:
        return found
    unit = _map_unit(file, system)
    return found | {
        "eastings_metres": float(parameters.e) * unit,
        "northings_metres": float(parameters.n) * unit,
        "orthogonal_height_metres": float(parameters.h) * unit,
        "map_rotation_degrees": math.degrees(math.atan2(parameters.xao, parameters.xaa)),
        "map_scale": float(parameters.scale) * length_unit_metres(file) / unit,
    }


def _map_unit(file: File, system: Mapping[str, Any]) -> float:
    """Return the unit of the map's coordinates in metres: the system's own, or the file's."""
    unit = system.get("MapUnit")
    if unit is None or isinstance(unit, str):
        return length_unit_metres(file)
    return float(ifcopenshell.util.unit.get_unit_scale(unit))


def _site(file: File) -> Place:
    for site in file.by_type("IfcSite"):
        latitude, longitude = _degrees(site.RefLatitude), _degrees(site.RefLongitude)
        if latitude is None or longitude is None:
            continue
        found: Place = {"latitude_degrees": latitude, "longitude_degrees": longitude}
        if site.RefElevation is not None:
            found["elevation_metres"] = float(site.RefElevation) * length_unit_metres(file)
        return found
    return {}


def _degrees(parts: tuple[int, ...] | None) -> float | None:
    """Return an IfcCompoundPlaneAngleMeasure: degrees, minutes, seconds, millionths of them."""
    if not parts or len(parts) < 3:
        return None
    weights = (1.0, 60.0, 3600.0, 3600.0e6)
    return sum(part / weight for part, weight in zip(parts, weights, strict=False))


def _north(file: File) -> Place:
    for context in file.by_type("IfcGeometricRepresentationContext", include_subtypes=False):
        direction: Entity | None = context.TrueNorth
        if direction is not None and len(direction.DirectionRatios) >= 2:
            x, y = direction.DirectionRatios[:2]
            return {"true_north_degrees": math.degrees(math.atan2(x, y))}
    return {}
