"""LAS, LAZ and COPC → points of format 6, 7 or 8."""

from __future__ import annotations

from pathlib import Path

import laspy
import lazrs
import numpy as np
from laspy.errors import LaspyException

from container_runtime.child import Limits
from conversion_runtime.errors import SourceUnreadable
from convert_points.cloud import Array, Cloud, record_type
from convert_points.limits import require_points
from convert_points.readers.las_checks import check_header
from convert_points.readers.las_chunks import check_chunks
from convert_points.readers.las_header import LasHeader, read_header
from convert_points.readers.las_records import MODERN, copy_records
from convert_points.readers.las_reference import las_reference

BLOCK_POINTS = 1_000_000
WITH_WAVEFORMS = (4, 5, 9, 10)
ADJUSTED_GPS_TIME = 1


def read(source: Path, limits: Limits) -> Cloud:
    """Read all points of a file.

    Raises:
        ConversionError: one of its kinds says why not.
    """
    header = read_header(source)
    check_header(header, source)
    layout = record_type(MODERN[header.point_format], header.extra_bytes)
    require_points(header.count, limits, record_bytes=layout.itemsize)
    try:
        with laspy.open(source, laz_backend=laspy.LazBackend.LazrsParallel) as reader:
            if header.is_compressed:
                check_chunks(source, reader.header.vlrs, header)
            points = np.zeros(header.count, layout)
            _fill(points, reader, header)
            return _cloud(points, header, reader.header)
    except (LaspyException, lazrs.LazrsError, ValueError, OverflowError, EOFError) as error:
        raise SourceUnreadable(
            "the points cannot be read", found=type(error).__name__, expected="LAS or LAZ"
        ) from error


def _fill(points: Array, reader: laspy.LasReader, header: LasHeader) -> None:
    for start in range(0, header.count, BLOCK_POINTS):
        block = points[start : start + BLOCK_POINTS]
        copy_records(reader.read_points(len(block)).array, block, header)


def _cloud(points: Array, header: LasHeader, described: laspy.LasHeader) -> Cloud:
    facts: dict[str, float | int | str] = {
        "source_format": f"{'LAZ' if header.is_compressed else 'LAS'} 1.{header.minor}",
        "source_point_format": header.point_format,
    }
    if header.point_format in WITH_WAVEFORMS:
        facts["left_out"] = "waveforms"
    return Cloud(
        points=points,
        point_format=MODERN[header.point_format],
        scales=np.abs(header.scales),
        offsets=np.array(header.offsets),
        reference=las_reference(described),
        facts=facts,
        extra_bytes_record=_meaning_of_extra_bytes(described) if header.extra_bytes else b"",
        has_adjusted_gps_time=bool(header.encoding & ADJUSTED_GPS_TIME),
    )


def _meaning_of_extra_bytes(described: laspy.LasHeader) -> bytes:
    for record in described.vlrs:
        if (record.user_id, record.record_id) == ("LASF_Spec", 4):
            return bytes(record.record_data_bytes())
    return b""
