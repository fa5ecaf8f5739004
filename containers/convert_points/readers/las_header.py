"""The header of LAS and LAZ. LAS 1.4 R15, table 3."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

from conversion_runtime.errors import SourceDamaged, SourceUnsupported

HEADER_BYTES = {0: 227, 1: 227, 2: 227, 3: 235, 4: 375}
RECORD_BYTES = {0: 20, 1: 28, 2: 26, 3: 34, 4: 57, 5: 63, 6: 30, 7: 36, 8: 38, 9: 59, 10: 67}
COMPRESSED = 0x80
INTERNAL_WAVEFORMS = 0b10


@dataclass(frozen=True)
class LasHeader:
    """What is needed of a header; sizes and offsets in bytes.

    `extended_at` and `extended_count` are of the records behind the points.
    """

    header_bytes: int
    minor: int
    point_format: int
    is_compressed: bool
    record_bytes: int
    count: int
    offset_to_points: int
    record_count: int
    end_of_points: int
    scales: tuple[float, ...]
    offsets: tuple[float, ...]
    encoding: int
    extended_at: int
    extended_count: int

    @property
    def extra_bytes(self) -> int:
        """Return how many bytes stand behind the fields of the format."""
        return self.record_bytes - RECORD_BYTES[self.point_format]

    @property
    def plain_bytes_left(self) -> int:
        """Return how many bytes there are for points."""
        return self.end_of_points - self.offset_to_points


def read_header(path: Path) -> LasHeader:
    """Read a header; `check_header` compares it with the file.

    Raises:
        SourceDamaged: it is cut.
        SourceUnsupported: it is of an unknown version.
    """
    with path.open("rb") as file:
        head = file.read(HEADER_BYTES[4])
    _require_bytes(head, HEADER_BYTES[0])
    major, minor = head[24], head[25]
    if major != 1 or minor not in HEADER_BYTES:
        raise SourceUnsupported(
            "a version of LAS that is not read", found=f"{major}.{minor}", expected="1.0 to 1.4"
        )
    _require_bytes(head, HEADER_BYTES[minor])
    return _parsed(head, minor, path.stat().st_size)


def _require_bytes(head: bytes, least: int) -> None:
    if len(head) < least:
        raise SourceDamaged(
            "the header is cut",
            found=f"{len(head)} bytes",
            expected=f"{least} bytes",
            where="LAS header",
        )


def _parsed(head: bytes, minor: int, size: int) -> LasHeader:
    header_bytes, offset, records, kind, length, count = struct.unpack_from("<HIIBHI", head, 94)
    end, encoding = size, struct.unpack_from("<H", head, 6)[0]
    extended_at, extended_count = size, 0
    waveforms = struct.unpack_from("<Q", head, 227)[0] if minor >= 3 else 0
    if waveforms and encoding & INTERNAL_WAVEFORMS:
        end = min(end, waveforms)
    if minor == 4:
        extended_at, extended_count, count = struct.unpack_from("<QIQ", head, 235)
        end = min(end, extended_at) if extended_count and extended_at else end
    return LasHeader(
        header_bytes=header_bytes,
        minor=minor,
        point_format=kind & 0x3F,
        is_compressed=bool(kind & COMPRESSED),
        record_bytes=length,
        count=count,
        offset_to_points=offset,
        record_count=records,
        end_of_points=end,
        scales=struct.unpack_from("<3d", head, 131),
        offsets=struct.unpack_from("<3d", head, 155),
        encoding=encoding,
        extended_at=extended_at,
        extended_count=extended_count,
    )
