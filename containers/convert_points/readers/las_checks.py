"""Compare the header of a LAS file with the file, before a library reads it.

Libraries trust it: a wrong count makes them read less than there is, or allocate memory for
billions of points.
"""

from __future__ import annotations

import math
from pathlib import Path

from conversion_runtime.errors import SourceBoundsInvalid, SourceDamaged, SourceUnsupported
from convert_points.readers.las_header import HEADER_BYTES, RECORD_BYTES, LasHeader

RECORD_HEADER_BYTES = 54
"""Of a variable length record."""

EXTENDED_RECORD_HEADER_BYTES = 60
EXTENDED_RECORDS_MAXIMUM = 1000


def check_header(header: LasHeader, path: Path) -> None:
    """Require that a header does not contradict its file.

    Raises:
        SourceDamaged: it does.
        SourceUnsupported: it is of an unknown point format.
        SourceBoundsInvalid: scales or offsets are no numbers that coordinates can have.
    """
    _check_format(header)
    _check_extended_records(header, path)
    _check_places(header, path.stat().st_size)
    if not header.is_compressed:
        _check_count(header)
    _check_numbers(header)


def _check_format(header: LasHeader) -> None:
    least = RECORD_BYTES.get(header.point_format)
    if least is None:
        raise SourceUnsupported(
            "a point format that is not read", found=str(header.point_format), expected="0 to 10"
        )
    if header.record_bytes < least:
        raise _damaged(
            "points are shorter than their format",
            f"{header.record_bytes} bytes",
            f"at least {least} bytes",
        )


def _check_count(header: LasHeader) -> None:
    """Require as many points as there are; less than one record may be left, as padding."""
    found = header.plain_bytes_left // header.record_bytes
    if header.count != found:
        raise _damaged(
            "the count of points is wrong", f"{header.count} points", f"{found} by the file's size"
        )


def _check_numbers(header: LasHeader) -> None:
    numbers = (*header.scales, *header.offsets)
    if not all(map(math.isfinite, numbers)) or not all(1e-12 < abs(s) < 1e6 for s in header.scales):
        raise SourceBoundsInvalid(
            "scales or offsets are no numbers that coordinates can have",
            expected="finite numbers, and scales between 1e-12 and 1e6",
        )


def _check_extended_records(header: LasHeader, path: Path) -> None:
    """Require that extended records, whose lengths have 64 bits, are in the file."""
    size, at, count = path.stat().st_size, header.extended_at, header.extended_count
    most = max(size - at, 0) // EXTENDED_RECORD_HEADER_BYTES
    if count > min(most, EXTENDED_RECORDS_MAXIMUM):
        raise _damaged("more extended records than there is space for", str(count), str(most))
    with path.open("rb") as file:
        for _ in range(count):
            file.seek(at + 20)
            at += EXTENDED_RECORD_HEADER_BYTES + int.from_bytes(file.read(8), "little")
            if at > size:
                raise _damaged("an extended record is cut", f"end at {at}", f"at most {size}")


def _check_places(header: LasHeader, size: int) -> None:
    if not HEADER_BYTES[header.minor] <= header.header_bytes <= header.offset_to_points:
        raise _damaged(
            "the header's size is wrong",
            f"{header.header_bytes} bytes",
            "at most the offset to points",
        )
    if not header.offset_to_points <= header.end_of_points <= size:
        raise _damaged(
            "the points begin behind the end",
            f"offset {header.offset_to_points}",
            f"less than {header.end_of_points}",
        )
    most = (header.offset_to_points - header.header_bytes) // RECORD_HEADER_BYTES
    if header.record_count > most:
        raise _damaged(
            "more variable length records than there is space for",
            f"{header.record_count} records",
            f"at most {most}",
        )


def _damaged(message: str, found: str, expected: str) -> SourceDamaged:
    return SourceDamaged(message, found=found, expected=expected, where="LAS header")
