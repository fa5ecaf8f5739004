"""E57 (ASTM E2807): all scans of a file in one frame, in metres as the standard says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pye57
from pye57 import libe57
from pyproj import CRS
from pyproj.exceptions import CRSError

from container_runtime.child import Limits
from conversion_runtime.errors import SourceDamaged
from convert_points.builder import CloudBuilder
from convert_points.cloud import Cloud
from convert_points.limits import require_points
from convert_points.readers.e57_scan import Scan
from convert_points.reference import Reference, reference_of

METRES = Reference(unit_status="format")


def read(source: Path, limits: Limits) -> Cloud:
    """Read all scans of a file; points that the scanner marked as invalid are left out.

    Raises:
        ConversionError: one of its kinds says why not.
    """
    try:
        return _cloud(pye57.E57(str(source)), limits)
    except (libe57.E57Exception, UnicodeDecodeError) as error:
        raise SourceDamaged(
            "the file cannot be read", found=type(error).__name__, expected="E57"
        ) from error


def _cloud(file: pye57.E57, limits: Limits) -> Cloud:
    scans = [Scan(file.get_header(index)) for index in range(file.scan_count)]
    require_points(sum(scan.count for scan in scans), limits)
    builder, invalid = CloudBuilder(limits), 0
    for scan in scans:
        for block, left_out in scan.blocks(file.image_file):
            builder.add(block)
            invalid += left_out
    facts: dict[str, float | int | str] = {"source_format": "E57", "scans": len(scans)}
    if invalid:
        facts["invalid_points"] = invalid
    return builder.build(_reference(file.root), facts)


def _reference(root: Any) -> Reference:  # noqa: ANN401 - a node of the binding
    """Return the reference system that the file names in WKT; most name none."""
    if not root.isDefined("coordinateMetadata") or not (text := root["coordinateMetadata"].value()):
        return METRES
    try:
        return reference_of(CRS.from_wkt(text))
    except CRSError:
        return Reference(unit_status="format", status="unreadable")
