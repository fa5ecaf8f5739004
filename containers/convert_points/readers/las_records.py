"""Points of any LAS format → formats 6, 7 and 8. LAS 1.4 R15, tables 7 to 17."""

from __future__ import annotations

import numpy as np

from convert_points.cloud import AXES, EXTRA, Array
from convert_points.readers.las_header import RECORD_BYTES, LasHeader

MODERN = {0: 6, 1: 6, 2: 7, 3: 7, 4: 6, 5: 7, 6: 6, 7: 7, 8: 8, 9: 6, 10: 8}
"""The format that holds what a format holds, but for waveforms."""

FIRST_MODERN = 6
SCAN_ANGLE_DEGREES = 0.006
"""Unit of scan angles since format 6; before, it was a degree."""

_SAME = (*AXES, "intensity", "user_data", "point_source_id")
_OPTIONAL = ("gps_time", "red", "green", "blue", "nir")


def copy_records(source: Array, target: Array, header: LasHeader) -> None:
    """Copy a block of points as laspy reads them into records of a modern format."""
    for name in _SAME:
        target[name] = source[name]
    for name in _OPTIONAL:
        if name in (source.dtype.names or ()) and name in (target.dtype.names or ()):
            target[name] = source[name]
    if header.point_format >= FIRST_MODERN:
        target["returns"] = source["bit_fields"]
        target["flags"] = source["classification_flags"]
        target["classification"] = source["classification"]
        target["scan_angle"] = source["scan_angle"]
    else:
        _copy_legacy(source, target)
    if header.extra_bytes:
        start = RECORD_BYTES[header.point_format]
        rows = np.ascontiguousarray(source).view(np.uint8).reshape(len(source), -1)
        target[EXTRA] = rows[:, start:]


def _copy_legacy(source: Array, target: Array) -> None:
    bits, classes = source["bit_fields"], source["raw_classification"]
    target["returns"] = (bits & 0b111) | ((bits >> 3 & 0b111) << 4)
    # Scan direction and edge of the flight line move to the two highest bits.
    target["flags"] = (classes >> 5) | (bits & 0b1100_0000)
    target["classification"] = classes & 0b1_1111
    degrees = source["scan_angle_rank"].astype(np.float64)
    target["scan_angle"] = np.rint(degrees / SCAN_ANGLE_DEGREES).astype(np.int16)
