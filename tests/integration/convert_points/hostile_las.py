"""LAS files that must be refused: name → content and the code of the error."""

from __future__ import annotations

import math
from collections.abc import Callable

from tests.integration.convert_points.clouds import Las, geotiff_record

DAMAGED, UNSUPPORTED = "SOURCE_DAMAGED", "SOURCE_UNSUPPORTED"
BOUNDS, EMPTY = "SOURCE_BOUNDS_INVALID", "SOURCE_EMPTY"
UNREADABLE, COMPLEX = "SOURCE_UNREADABLE", "SOURCE_TOO_COMPLEX"

GOOD = Las().to_bytes()
WIDE = 2_000_000_000

HOSTILE_LAS: dict[str, tuple[bytes, str]] = {
    "magic only": (b"LASF", DAMAGED),
    "header cut": (GOOD[:200], DAMAGED),
    "header of 1.4 cut": (Las(minor=4, point_format=6).to_bytes()[:300], DAMAGED),
    "points cut": (GOOD[:-1], DAMAGED),
    "half of the points": (GOOD[: len(GOOD) // 2], DAMAGED),
    "no points": (Las(points=()).to_bytes(), EMPTY),
    "count too low": (Las(count=10).to_bytes(), DAMAGED),
    "count too high": (Las(count=10_000).to_bytes(), DAMAGED),
    "count 4e9": (Las(count=4_000_000_000).to_bytes(), DAMAGED),
    "count of 64 bits": (Las(minor=4, point_format=6, count=2**63).to_bytes(), DAMAGED),
    "version 2.0": (Las(major=2).to_bytes(), UNSUPPORTED),
    "version 1.9": (Las(minor=9).to_bytes(), UNSUPPORTED),
    "point format 11": (Las(point_format=11).to_bytes(), UNSUPPORTED),
    "point format 63": (Las(point_format=63).to_bytes(), UNSUPPORTED),
    "points of 1 byte": (Las(point_bytes=1).to_bytes(), DAMAGED),
    "points shorter than their format": (Las(point_format=3, point_bytes=20).to_bytes(), DAMAGED),
    "points of 65535 bytes": (
        Las(points=[(0, 0, 0)], point_bytes=65535, count=2).to_bytes(), DAMAGED),
    "offset behind the end": (Las(offset_to_points=10**6).to_bytes(), DAMAGED),
    "offset 2**32-1": (Las(offset_to_points=2**32 - 1).to_bytes(), DAMAGED),
    "offset in the header": (Las(offset_to_points=100).to_bytes(), DAMAGED),
    "offset zero": (Las(offset_to_points=0).to_bytes(), DAMAGED),
    "header of 0 bytes": (Las(header_bytes=1).to_bytes(), DAMAGED),
    "header of 65535 bytes": (Las(header_bytes=65535).to_bytes(), DAMAGED),
    "records 2**32-1": (Las(record_count=2**32 - 1).to_bytes(), DAMAGED),
    "records more than space": (Las(record_count=5).to_bytes(), DAMAGED),
    "extended records 2**32-1": (
        Las(minor=4, point_format=6, extended=(375, 2**32 - 1)).to_bytes(), DAMAGED),
    "extended record of 2**63": (
        Las(minor=4, point_format=6, extended=(375, 1)).to_bytes()
        .replace(bytes(8), b"\xff" * 8), DAMAGED),
    "scale zero": (Las(scales=(0.0, 0.01, 0.01)).to_bytes(), BOUNDS),
    "scale NaN": (Las(scales=(math.nan, 0.01, 0.01)).to_bytes(), BOUNDS),
    "scale infinite": (Las(scales=(0.01, math.inf, 0.01)).to_bytes(), BOUNDS),
    "scale 1e300": (Las(scales=(1e300, 1.0, 1.0)).to_bytes(), BOUNDS),
    "scale denormal": (Las(scales=(5e-324, 1.0, 1.0)).to_bytes(), BOUNDS),
    "offset NaN": (Las(offsets=(0.0, math.nan, 0.0)).to_bytes(), BOUNDS),
    "offset 1e300": (Las(offsets=(1e300, 0.0, 0.0)).to_bytes(), BOUNDS),
    "box of 1e14 m": (
        Las(points=[(-WIDE, 0, 0), (WIDE, 0, 0)], scales=(1e5, 1.0, 1.0)).to_bytes(), BOUNDS),
    "degrees on no globe": (
        Las(points=[(500, 500, 0)], scales=(1.0, 1.0, 1.0), records=(geotiff_record(key2048=4326),))
        .to_bytes(), BOUNDS),
    "compressed without a record": (Las(point_format=0x80).to_bytes(), DAMAGED),
    "compressed with an empty record": (
        Las(point_format=0x80, records=(("laszip encoded", 22204, b""),)).to_bytes(), UNREADABLE),
    "compressed with noise": (
        Las(point_format=0x80, records=(("laszip encoded", 22204, b"\xff" * 52),)).to_bytes(),
        UNREADABLE),
}  # fmt: skip

Damage = Callable[[bytearray], None]


def hostile_laz(laz: bytes) -> dict[str, tuple[bytes, tuple[str, ...]]]:
    """Return compressed files that are damaged, by what was done to a good one of format 7."""
    start = int.from_bytes(laz[96:100], "little")
    table = int.from_bytes(laz[start : start + 8], "little")
    bad = (DAMAGED, UNREADABLE)

    def patched(at: int, new: bytes) -> bytes:
        return laz[:at] + new + laz[at + len(new) :]

    return {
        "cut in half": (laz[: len(laz) // 2], bad),
        "cut after the first chunk's offset": (laz[: start + 8], bad),
        "count too low": (patched(247, (10).to_bytes(8, "little")), bad),
        "count too high": (patched(247, (10**6).to_bytes(8, "little")), bad),
        "count 4e9": (patched(247, (4 * 10**9).to_bytes(8, "little")), (COMPLEX,)),
        "count 2**64-1": (patched(247, b"\xff" * 8), (COMPLEX,)),
        "chunk table before the file": (
            patched(start, (-1).to_bytes(8, "little", signed=True)),
            bad,
        ),
        "chunk table behind the file": (patched(start, (10**15).to_bytes(8, "little")), bad),
        "chunk table of 2**32-1 chunks": (patched(table + 4, b"\xff" * 4), bad),
        "chunk table of noise": (patched(table + 8, b"\xa5" * 4), bad),
        "points of another length": (patched(105, (38).to_bytes(2, "little")), bad),
        "points of another format": (patched(104, bytes([0x80 | 6])), bad),
    }
