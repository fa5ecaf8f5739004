"""Point clouds that no sample has, written without the converter's libraries."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

Point = tuple[float, float, float]

LAS_HEADER_BYTES = {2: 227, 4: 375}
POINT_BYTES = {0: 20, 1: 28, 3: 34, 6: 30, 7: 36}


@dataclass(frozen=True)
class Las:
    """A LAS file, field by field; every field can be made wrong."""

    points: Sequence[tuple[int, int, int]] = tuple(product(range(5), range(5), range(5)))
    minor: int = 2
    point_format: int = 0
    point_bytes: int | None = None
    count: int | None = None
    offset_to_points: int | None = None
    header_bytes: int | None = None
    scales: tuple[float, float, float] = (0.01, 0.01, 0.01)
    offsets: tuple[float, float, float] = (0.0, 0.0, 0.0)
    records: tuple[tuple[str, int, bytes], ...] = ()
    record_count: int | None = None
    major: int = 1
    extended: tuple[int, int] = (0, 0)

    def to_bytes(self) -> bytes:
        """Return the file."""
        records = b"".join(
            struct.pack("<H16sHH32x", 0, user.encode(), number, len(data)) + data
            for user, number, data in self.records
        )
        length = self.point_bytes or POINT_BYTES.get(self.point_format & 0x3F, 20)
        rows = b"".join(
            struct.pack("<3i", *point) + bytes(max(length - 12, 0)) for point in self.points
        )
        return self._header(length, len(records)) + records + rows

    def _header(self, length: int, records_bytes: int) -> bytes:
        size = LAS_HEADER_BYTES[4 if self.minor == 4 else 2]
        count = len(self.points) if self.count is None else self.count
        head = struct.pack("<4s20xBB64x4x", b"LASF", self.major, self.minor)
        head += struct.pack(
            "<HII",
            self.header_bytes or size,
            size + records_bytes if self.offset_to_points is None else self.offset_to_points,
            len(self.records) if self.record_count is None else self.record_count,
        )
        head += struct.pack("<BHI20x", self.point_format, length, count & 0xFFFFFFFF)
        head += struct.pack("<6d48x", *self.scales, *self.offsets)
        if self.minor == 4:
            head += struct.pack("<8xQIQ120x", *self.extended, count)
        return head


def wkt_record(text: str) -> tuple[str, int, bytes]:
    """Return the record that names a reference system."""
    return "LASF_Projection", 2112, text.encode() + b"\0"


def geotiff_record(**keys: int) -> tuple[str, int, bytes]:
    """Return the record of GeoTIFF keys: `key3072=2994`."""
    rows = [(int(name.removeprefix("key")), 0, 1, value) for name, value in keys.items()]
    flat = [1, 1, 0, len(rows), *(number for row in rows for number in row)]
    return "LASF_Projection", 34735, struct.pack(f"<{len(flat)}H", *flat)


def ply(points: Sequence[Point], *, order: str = "binary_little_endian", extra: str = "") -> bytes:
    """Return a PLY of doubles."""
    header = f"ply\nformat {order} 1.0\nelement vertex {len(points)}\n"
    header += "".join(f"property double {axis}\n" for axis in "xyz") + extra + "end_header\n"
    if order == "ascii":
        return header.encode() + "".join(f"{x} {y} {z}\n" for x, y, z in points).encode()
    mark = "<" if "little" in order else ">"
    return header.encode() + b"".join(struct.pack(f"{mark}3d", *point) for point in points)


def ptx(points: Sequence[Point], *, pose: str = "", count: int | None = None) -> bytes:
    """Return a PTX of one column."""
    pose = pose or "1 0 0 0\n0 1 0 0\n0 0 1 0\n0 0 0 1\n"
    head = f"1\n{len(points) if count is None else count}\n0 0 0\n1 0 0\n0 1 0\n0 0 1\n{pose}"
    return (head + "".join(f"{x} {y} {z} 0.5\n" for x, y, z in points)).encode()


def grid(size: int = 5, step: float = 1.0) -> list[Point]:
    """Return points of a cube."""
    return [
        (x * step, y * step, z * step) for x, y, z in product(range(size), range(size), range(size))
    ]
