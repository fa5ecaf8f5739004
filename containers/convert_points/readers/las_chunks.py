"""The chunks of compressed points: do they hold what the header says?"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import lazrs

from conversion_runtime.errors import SourceDamaged
from convert_points.readers.las_header import LasHeader

LASZIP = ("laszip encoded", 22204)
CHUNK_TABLE_OFFSET_BYTES = 8
ITEMS_AT = 32
"""Where the record of LASzip counts the items of a point, each three 16-bit numbers."""

ITEMS: Mapping[int, tuple[int, ...]] = {
    0: (6,), 1: (6, 7), 2: (6, 8), 3: (6, 7, 8), 4: (6, 7, 9), 5: (6, 7, 8, 9),
    6: (10,), 7: (10, 11), 8: (10, 12), 9: (10, 13), 10: (10, 12, 13),
}  # fmt: skip
"""Point, time, colour, colour with infrared and waveform, by the numbers of LASzip."""

EXTRA_ITEMS = (0, 14)


def check_chunks(source: Path, records: Sequence[Any], header: LasHeader) -> None:
    """Require that the chunks hold as many points as the header says, of its length.

    Raises:
        SourceDamaged: they do not.
        LazrsError: their table is not readable.
    """
    if header.plain_bytes_left < CHUNK_TABLE_OFFSET_BYTES + header.record_bytes:
        raise _wrong("compressed points are cut", f"{header.plain_bytes_left} bytes", "a chunk")
    laszip = _laszip(records)
    _check_items(laszip.record_data(), header)
    if laszip.item_size() != header.record_bytes:
        raise _wrong(
            "compressed points have another length",
            f"{laszip.item_size()} bytes",
            f"{header.record_bytes} bytes",
        )
    least, most = _held(_chunks(source, laszip, header), laszip)
    if not least <= header.count <= most:
        raise _wrong(
            "the count of points is wrong",
            f"{header.count} points",
            f"{least} to {most} points by the chunks",
        )


def _check_items(record: bytes, header: LasHeader) -> None:
    """Require the parts of points that the format has; extra bytes stand behind them."""
    count = int.from_bytes(record[ITEMS_AT : ITEMS_AT + 2], "little")
    rows = record[ITEMS_AT + 2 :]
    items = tuple(row[0] for row in struct.iter_unpack("<3H", rows[: len(rows) // 6 * 6]))[:count]
    if tuple(item for item in items if item not in EXTRA_ITEMS) != ITEMS[header.point_format]:
        raise _wrong(
            "compressed points are of another format",
            f"items {items}",
            f"those of point format {header.point_format}",
        )


def _laszip(records: Sequence[Any]) -> lazrs.LazVlr:
    for record in records:
        if (record.user_id, record.record_id) == LASZIP:
            return lazrs.LazVlr(record.record_data)
    raise _wrong("compressed points without a record of LASzip", "none", "one record")


def _chunks(source: Path, laszip: lazrs.LazVlr, header: LasHeader) -> list[tuple[int, int]]:
    with source.open("rb") as file:
        file.seek(header.offset_to_points)
        offset = int.from_bytes(file.read(CHUNK_TABLE_OFFSET_BYTES), "little", signed=True)
        if not header.offset_to_points < offset <= source.stat().st_size - 8:
            raise _wrong("the chunk table is not in the file", f"offset {offset}", "an offset")
        file.seek(offset + 4)
        count = int.from_bytes(file.read(4), "little")
        # A chunk has a point that is not compressed: a greater count would only take memory.
        if count > header.plain_bytes_left // header.record_bytes:
            raise _wrong("more chunks than there is space for", f"{count} chunks", "fewer")
        file.seek(header.offset_to_points)
        chunks: list[tuple[int, int]] = lazrs.read_chunk_table(file, laszip)
        return chunks


def _held(chunks: list[tuple[int, int]], laszip: lazrs.LazVlr) -> tuple[int, int]:
    """Return between which counts the points of all chunks are."""
    if laszip.uses_variable_size_chunks():
        total = sum(count for count, _ in chunks)
        return total, total
    return (len(chunks) - 1) * laszip.chunk_size() + 1, len(chunks) * laszip.chunk_size()


def _wrong(message: str, found: str, expected: str) -> SourceDamaged:
    return SourceDamaged(message, found=found, expected=expected, where="LAZ")
