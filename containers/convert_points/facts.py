"""What a cloud is, in numbers and with units in the names."""

from __future__ import annotations

from convert_points.cloud import AXES, Cloud
from convert_points.frame import units_of
from convert_points.globe import GlobeFrame
from convert_points.tileset import Tileset

DECIMALS = 9
"""Of coordinates: beyond, doubles show how they are stored, not what was measured."""

Facts = dict[str, float | int | str]


def cloud_facts(source: Cloud, tileset: Tileset, frame: GlobeFrame | None) -> Facts:
    """Return the facts of a conversion; bounds are of the COPC file, in its reference system."""
    cloud = tileset.cloud
    return {
        "points": len(cloud.points),
        **source.facts,
        **_reference_facts(source, cloud),
        **_extent_facts(cloud),
        "georeferenced": int(frame is not None),
        **_accuracy(frame),
        "colour_source": tileset.colours.source,
        "octree_nodes": len(tileset.octree.nodes),
        "octree_levels": tileset.octree.nodes[-1].level + 1,
        "point_spacing_metres": tileset.cube_metres / 128,
    }


def _reference_facts(source: Cloud, cloud: Cloud) -> Facts:
    reference = cloud.reference
    facts: Facts = {
        "crs": reference.name,
        "crs_status": reference.status,
        "metres_per_unit": reference.metres_per_unit,
        "metres_per_height_unit": reference.metres_per_height_unit,
        "unit_status": reference.unit_status,
    }
    if source.reference.name != reference.name:
        facts["source_crs"] = source.reference.name
    return facts


def _extent_facts(cloud: Cloud) -> Facts:
    low, high = cloud.bounds()
    facts: Facts = {}
    for name, values in (("minimum", low), ("maximum", high)):
        rounded = [round(float(value), DECIMALS) for value in values]
        facts |= {f"{name}_{axis.lower()}": v for axis, v in zip(AXES, rounded, strict=True)}
    sizes = (high - low) * units_of(cloud)
    names = ("width", "depth", "height")
    lengths = [round(float(size), DECIMALS) for size in sizes]
    return facts | {f"{name}_metres": v for name, v in zip(names, lengths, strict=True)}


def _accuracy(frame: GlobeFrame | None) -> Facts:
    """Return how far the change of datum may be off, where PROJ knows it."""
    if frame is None or frame.accuracy_metres < 0:
        return {}
    return {"datum_accuracy_metres": frame.accuracy_metres}
