"""The header of a COPC file and the records behind it. LAS 1.4 R15; https://copc.io

All bytes follow from the points: there is no date in it, and no name but this program's.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np

from convert_points.cloud import Array, Cloud

LAS_HEADER_BYTES = 375
INFO_BYTES = 160
RECORD_HEADER_BYTES = 54
COPC_HEADER_BYTES = LAS_HEADER_BYTES + RECORD_HEADER_BYTES + INFO_BYTES

WKT_ENCODING = 0b1_0000
ADJUSTED_GPS_TIME = 0b1
COMPRESSED = 0x80
RETURNS = 15
SOFTWARE = b"Digital Twin Framework"


@dataclass(frozen=True)
class CopcInfo:
    """The first record of a COPC file, in the units of the file."""

    centre: Array
    half_edge: float
    spacing: float
    hierarchy_offset: int
    hierarchy_bytes: int
    gps_time_minimum: float
    gps_time_maximum: float

    def to_bytes(self) -> bytes:
        """Return the 160 bytes of the record."""
        numbers = (*self.centre, self.half_edge, self.spacing)
        places = (self.hierarchy_offset, self.hierarchy_bytes)
        times = (self.gps_time_minimum, self.gps_time_maximum)
        return struct.pack("<5d2Q2d88x", *numbers, *places, *times)


def records_of(cloud: Cloud, laszip: bytes) -> bytes:
    """Return the records that follow the COPC info."""
    return b"".join(record for record, _ in _records(cloud, laszip))


def _records(cloud: Cloud, laszip: bytes) -> list[tuple[bytes, str]]:
    found = [("laszip encoded", 22204, laszip)]
    if cloud.extra_bytes_record:
        found.append(("LASF_Spec", 4, cloud.extra_bytes_record))
    if cloud.reference.wkt:
        found.append(("LASF_Projection", 2112, cloud.reference.wkt.encode() + b"\0"))
    return [(_record(*one), one[0]) for one in found]


def header_bytes(cloud: Cloud, records: bytes, info: CopcInfo, *, end_of_points: int) -> bytes:
    """Return header, COPC info and further records of a file with one extended record."""
    encoding = WKT_ENCODING | (ADJUSTED_GPS_TIME if cloud.has_adjusted_gps_time else 0)
    low, high = cloud.bounds()
    start = COPC_HEADER_BYTES + len(records)
    head = struct.pack("<4sHH16xBB32s32sHH", b"LASF", 0, encoding, 1, 4, b"", SOFTWARE, 0, 0)
    head += struct.pack("<HIIBH24x", LAS_HEADER_BYTES, start, _count(cloud), _format(cloud),
                        cloud.points.dtype.itemsize)  # fmt: skip
    head += struct.pack("<6d", *cloud.scales, *cloud.offsets)
    head += struct.pack("<6d", *np.stack([high, low], axis=1).ravel())
    head += struct.pack("<QQIQ", 0, end_of_points, 1, len(cloud.points))
    head += struct.pack("<15Q", *_by_return(cloud))
    return head + _record("copc", 1, info.to_bytes()) + records


def extended_record(user: str, number: int, data: bytes) -> bytes:
    """Return a record that stands behind the points."""
    return struct.pack("<H16sHQ32x", 0, user.encode(), number, len(data)) + data


def _record(user: str, number: int, data: bytes) -> bytes:
    return struct.pack("<H16sHH32x", 0, user.encode(), number, len(data)) + data


def _format(cloud: Cloud) -> int:
    return cloud.point_format | COMPRESSED


def _count(cloud: Cloud) -> int:
    """Return how many records follow the header: COPC info, LASzip, and what there is."""
    return 2 + bool(cloud.extra_bytes_record) + bool(cloud.reference.wkt)


def _by_return(cloud: Cloud) -> Array:
    counts = np.bincount(cloud.points["returns"] & 0b1111, minlength=RETURNS + 1)
    return counts[1 : RETURNS + 1]
