"""How much work a file is: its size, or what it unpacks to as it says itself.

Read from the sample alone, and believed only to choose where a job begins: a file that states less
than it holds meets the limits of that job and goes on in a larger one.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping

from twin.spatial.content_kinds import ContentType
from twin.spatial.content_zip import DIRECTORY
from twin.spatial.sample import Sample

LAS_COUNTED_IN_64_BITS = 4
"""The minor version from which the number of points has 64 bits."""

DIRECTORY_ENTRY_BYTES = 46


def work_bytes(content_type: ContentType, sample: Sample) -> int:
    """Return the measured size of a file, or the size of its unpacked content where that is more.

    Points of LAS, LAZ and COPC count as records; members of ZIP archives (3MF, USDZ, zipped IFC,
    scenes with what they refer to) with what the directory states of them.
    """
    measure = MEASURES.get(content_type)
    return max(sample.size_bytes, measure(sample) if measure else 0)


def _las_bytes(sample: Sample) -> int:
    """Return the number of points times the bytes of a record.

    https://www.asprs.org/wp-content/uploads/2019/07/LAS_1_4_r15.pdf, table 3
    """
    header = sample.head[:255].ljust(255, b"\0")
    minor, record_bytes, points = header[25], *struct.unpack_from("<HI", header, 105)
    if minor >= LAS_COUNTED_IN_64_BITS:
        (points,) = struct.unpack_from("<Q", header, 247)
    return int(points) * int(record_bytes)


def _unpacked_bytes(sample: Sample) -> int:
    """Return the sum of the sizes in the part of the directory that the sample has.

    https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.12
    """
    total, at = 0, sample.tail.find(DIRECTORY)
    while 0 <= at <= len(sample.tail) - DIRECTORY_ENTRY_BYTES:
        total += int.from_bytes(sample.tail[at + 24 : at + 28], "little")
        at = sample.tail.find(DIRECTORY, at + DIRECTORY_ENTRY_BYTES)
    return total


MEASURES: Mapping[ContentType, Callable[[Sample], int]] = {
    "las": _las_bytes,
    "laz": _las_bytes,
    "copc": _las_bytes,
    "scenezip": _unpacked_bytes,
    "3mf": _unpacked_bytes,
    "ifczip": _unpacked_bytes,
    "usdz": _unpacked_bytes,
}
