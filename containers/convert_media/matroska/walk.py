"""Walk through the file: what its tracks are, and where their frames are (RFC 9559, 5.1).

Sizes of the segment and of clusters may be unknown, as in a recording that a browser writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO

from conversion_runtime.errors import SourceUnsupported
from convert_media.matroska import numbers
from convert_media.matroska.clusters import read_cluster
from convert_media.matroska.ebml import Element, Header, damaged
from convert_media.matroska.segment import Segment


def read_segment(file: BinaryIO, file_bytes: int, at: int) -> Segment:
    """Read the segment that begins at a place.

    Raises:
        SourceDamaged: an element ends behind the one that it is in, or is not as the standard says.
        SourceTooComplex: there are too many elements, frames or tracks.
        SourceUnsupported: another segment follows.
    """
    segment = Segment(file, file_bytes)
    head = segment.header(at, file_bytes)
    if head.number != numbers.SEGMENT:
        raise damaged(head.number)
    at += head.length
    end = file_bytes if head.size is None else at + head.size
    while at < end:
        at = _top(segment, at, end)
    if end < file_bytes:
        _require_last(segment.header(end, file_bytes))
    return segment


def _top(segment: Segment, at: int, end: int) -> int:
    """Read one element at the top, and return where the next begins."""
    head = segment.header(at, end)
    begin = at + head.length
    if head.number == numbers.CLUSTER:
        return read_cluster(segment, begin, None if head.size is None else begin + head.size, end)
    _require_last(head)
    if head.number in (numbers.INFO, numbers.TRACKS) and head.number not in segment.described:
        segment.described[head.number] = segment.content(at, head)
    if head.size is None or head.number in (numbers.SIMPLE_BLOCK, numbers.BLOCK_GROUP):
        raise damaged(head.number)
    return begin + head.size


def _require_last(head: Header) -> None:
    if head.number in (numbers.EBML, numbers.SEGMENT):
        raise SourceUnsupported(
            "the file is several movies, one behind the other",
            expected="one segment: split it, or join its parts",
        )


def described(found: Mapping[int, Element], number: int) -> Element:
    """Return a description that every file has.

    Raises:
        SourceDamaged: there is none.
    """
    element = found.get(number)
    if element is None:
        raise damaged(number)
    return element
