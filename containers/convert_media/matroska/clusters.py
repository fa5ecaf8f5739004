"""Read clusters: the blocks in them, and where the frames of these are (RFC 9559, 5.1.3)."""

from __future__ import annotations

from conversion_runtime.errors import SourceUnsupported
from convert_media.matroska import numbers
from convert_media.matroska.blocks import LONGEST_LACE_BYTES, Block, read_block
from convert_media.matroska.ebml import damaged, whole_number
from convert_media.matroska.frames import Frames
from convert_media.matroska.segment import Segment

MOST_TRACKS = 64
_BLOCK_BEGINNING = 16
_BEHIND_A_CLUSTER = numbers.TOP | {numbers.EBML, numbers.SEGMENT}


def read_cluster(segment: Segment, at: int, end: int | None, most: int) -> int:
    """Read a cluster; one of unknown size ends where an element begins that is none of its own."""
    began = 0
    while at < (most if end is None else end):
        head = segment.header(at, most if end is None else end)
        if end is None and head.number in _BEHIND_A_CLUSTER:
            return at
        if head.size is None:
            raise damaged(head.number)
        if head.number == numbers.TIMESTAMP:
            began = whole_number(segment.content(at, head))
        elif head.number == numbers.SIMPLE_BLOCK:
            block = _block(segment, at + head.length, head.size)
            _add(segment, block, at + head.length, began, -1, is_key=block.is_key)
        elif head.number == numbers.BLOCK_GROUP:
            _group(segment, at + head.length, at + head.length + head.size, began)
        elif head.number == numbers.ENCRYPTED_BLOCK:
            raise SourceUnsupported("frames of the file are encrypted", where="EncryptedBlock")
        at += head.length + head.size
    return at


def _group(segment: Segment, at: int, end: int, began: int) -> None:
    """Read a block with what is told of it: a frame that refers to no other is a key."""
    found: tuple[Block, int] | None = None
    lasts, refers = -1, False
    while at < end:
        head = segment.header(at, end)
        if head.size is None:
            raise damaged(head.number)
        if head.number == numbers.BLOCK:
            found = _block(segment, at + head.length, head.size), at + head.length
        elif head.number == numbers.BLOCK_DURATION:
            lasts = whole_number(segment.content(at, head))
        elif head.number == numbers.REFERENCE:
            refers = True
        at += head.length + head.size
    if found is not None:
        _add(segment, *found, began, min(lasts, 2**40), is_key=not refers)


def _block(segment: Segment, start: int, size: int) -> Block:
    segment.file.seek(start)
    data = segment.file.read(min(size, _BLOCK_BEGINNING))
    if len(data) > 3 and size > len(data):
        # The flags are behind a number of at most eight bytes and two of the time.
        length = 9 - data[0].bit_length()
        if length + 2 < len(data) and data[length + 2] & 0x06:
            data += segment.file.read(min(size, LONGEST_LACE_BYTES) - len(data))
    return read_block(data, size)


def _add(
    segment: Segment, block: Block, start: int, began: int, lasts: int, *, is_key: bool
) -> None:
    frames = segment.frames.get(block.track)
    if frames is None:
        if len(segment.frames) >= MOST_TRACKS:
            raise damaged(numbers.BLOCK)
        frames = segment.frames[block.track] = Frames()
    segment.count += len(block.sizes)
    frames.add(block, start, began + block.ticks, lasts, is_key=is_key)
