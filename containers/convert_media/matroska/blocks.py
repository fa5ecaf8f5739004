"""Where the frames of a block are (RFC 9559, 10): one, or several in a lace."""

from __future__ import annotations

from dataclasses import dataclass

from convert_media.matroska.ebml import damaged, size_of
from convert_media.matroska.numbers import BLOCK

LONGEST_LACE_BYTES = 256 * 1024
"""Of the sizes of its frames, which are at most 256: in Xiph's notation 255 to a byte."""

_KEY, _LACE = 0x80, 0x06
_XIPH, _FIXED, _EBML = 0x02, 0x04, 0x06


@dataclass(frozen=True)
class Block:
    """What a block says: its track, its time from that of the cluster, the sizes of its frames.

    `begin` is where the first frame is, from the beginning of the block.
    """

    track: int
    ticks: int
    is_key: bool
    begin: int
    sizes: tuple[int, ...]


def read_block(data: bytes, size: int) -> Block:
    """Read a block of so many bytes by its beginning, `LONGEST_LACE_BYTES` of it if it has them.

    Raises:
        SourceDamaged: it ends before its frames do.
    """
    track, at = size_of(data[:8], BLOCK)
    if track is None or len(data) < at + 3 or size < at + 3:
        raise damaged(BLOCK)
    ticks = int.from_bytes(data[at : at + 2], "big", signed=True)
    flags = data[at + 2]
    at += 3
    sizes: tuple[int, ...] = (size - at,)
    if flags & _LACE:
        at, sizes = _laced(data, at, size, flags & _LACE)
        # Frames of nothing would make many of a small file.
        if min(sizes) <= 0:
            raise damaged(BLOCK)
    return Block(track, ticks, bool(flags & _KEY), at, sizes)


def _laced(data: bytes, at: int, size: int, kind: int) -> tuple[int, tuple[int, ...]]:
    """Return where the frames begin and the size of each; the last one has what is left."""
    if at >= len(data):
        raise damaged(BLOCK)
    count = data[at] + 1
    at += 1
    if kind == _FIXED:
        each, rest = divmod(size - at, count)
        if rest:
            raise damaged(BLOCK)
        return at, count * (each,)
    at, sizes = (_xiph if kind == _XIPH else _ebml)(data, at, count - 1)
    return at, (*sizes, size - at - sum(sizes))


def _xiph(data: bytes, at: int, count: int) -> tuple[int, list[int]]:
    sizes = []
    for _ in range(count):
        size = 0
        while at < len(data) and data[at] == 0xFF:
            size, at = size + 0xFF, at + 1
        if at >= len(data):
            raise damaged(BLOCK)
        sizes.append(size + data[at])
        at += 1
    return at, sizes


def _ebml(data: bytes, at: int, count: int) -> tuple[int, list[int]]:
    """Read the size of the first frame, and of the others how much it differs (10.3.3)."""
    sizes: list[int] = []
    for _ in range(count):
        value, length = size_of(data[at : at + 8], BLOCK)
        if value is None:
            raise damaged(BLOCK)
        middle = (1 << 7 * length - 1) - 1
        sizes.append(sizes[-1] + value - middle if sizes else value)
        if sizes[-1] < 0:
            raise damaged(BLOCK)
        at += length
    return at, sizes
