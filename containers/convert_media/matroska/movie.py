"""Read a Matroska or WebM file as a movie."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from conversion_runtime.errors import SourceUnreadable, SourceUnsupported
from convert_media.matroska import numbers
from convert_media.matroska.clusters import MOST_TRACKS
from convert_media.matroska.ebml import LONGEST_HEADER_BYTES, Element, damaged, header_of
from convert_media.matroska.frames import LATEST_MICROSECONDS, Clock, Frames
from convert_media.matroska.segment import Segment
from convert_media.matroska.track_entry import track_of
from convert_media.matroska.walk import described, read_segment
from convert_media.video.made_track import made_header
from convert_media.video.tracks import Movie

MARK = b"\x1a\x45\xdf\xa3"
DOC_TYPES = (b"matroska", b"webm")
LARGEST_HEADER_BYTES = 4096
MILLISECOND_NANOSECONDS = 1_000_000


def read_matroska(path: Path) -> Movie:
    """Read a file that begins with `MARK`.

    Raises:
        SourceUnreadable: it is an EBML document of another kind.
        SourceDamaged, SourceTooComplex, SourceUnsupported: as `read_segment` and `track_of` say.
    """
    file_bytes = path.stat().st_size
    with path.open("rb") as file:
        segment = read_segment(file, file_bytes, _head(file, file_bytes))
        info = described(segment.described, numbers.INFO)
        entries = [
            one
            for one in described(segment.described, numbers.TRACKS).elements()
            if one.number == numbers.TRACK_ENTRY
        ]
        if len(entries) > MOST_TRACKS:
            raise damaged(numbers.TRACKS)
        clock = _clock(info)
        tracks = tuple(
            track_of(one, file, file_bytes, _frames(segment, one), clock) for one in entries
        )
    return Movie(made_header(), _recorded(info), tracks)


def _head(file: BinaryIO, file_bytes: int) -> int:
    """Read the head of the document, and return where the segment begins."""
    data = file.read(LONGEST_HEADER_BYTES + LARGEST_HEADER_BYTES)
    head = header_of(data[:LONGEST_HEADER_BYTES])
    end = head.length + (head.size or 0)
    if head.size is None or end > min(file_bytes, LARGEST_HEADER_BYTES):
        raise damaged(numbers.EBML)
    document = Element(head.number, memoryview(data)[head.length : end])
    if document.data(numbers.DOC_TYPE).rstrip(b"\0") not in DOC_TYPES:
        raise SourceUnreadable(
            "the file is no movie that is read", expected="Matroska, WebM, MP4 or QuickTime"
        )
    longest = document.whole(numbers.LONGEST_NUMBER, otherwise=4)
    if longest > 4 or document.whole(numbers.LONGEST_SIZE, otherwise=8) > 8:
        raise SourceUnsupported("numbers of elements are longer than four bytes")
    return end


def _clock(info: Element) -> Clock:
    tick = info.whole(numbers.TIMESTAMP_SCALE, otherwise=MILLISECOND_NANOSECONDS)
    if not 0 < tick <= 10**12:
        raise damaged(numbers.TIMESTAMP_SCALE)
    end = info.real(numbers.DURATION) * tick / 1000
    # Anything but a number between, such as none at all, tells nothing.
    return Clock(tick, 0, round(end) if 0 <= end <= LATEST_MICROSECONDS else 0)


def _frames(segment: Segment, entry: Element) -> Frames:
    return segment.frames.get(entry.whole(numbers.TRACK_NUMBER), Frames())


def _recorded(info: Element) -> str | None:
    """Return when it was recorded; nanoseconds from the beginning of 2001 (RFC 8794, 7.6)."""
    data = info.data(numbers.DATE)
    if len(data) != 8:
        return None
    seconds = int.from_bytes(data, "big", signed=True) // 10**9
    return (datetime(2001, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).isoformat()
