"""A file that is walked through: headers that end in it, descriptions that are read as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import BinaryIO

from conversion_runtime.errors import SourceDamaged, SourceTooComplex
from convert_media.matroska.ebml import (
    LONGEST_HEADER_BYTES,
    Element,
    Header,
    damaged,
    header_of,
    too_many,
)
from convert_media.matroska.frames import Frames

LARGEST_DESCRIPTION_BYTES = 16 * 1024**2
MOST_ELEMENTS = 16_000_000
"""In the whole file, and frames in laces: three for a frame of the longest track, and more."""


@dataclass
class Segment:
    """The descriptions at the top of a file, and the frames of each track by its number."""

    file: BinaryIO
    file_bytes: int
    described: dict[int, Element] = field(default_factory=dict)
    frames: dict[int, Frames] = field(default_factory=dict)
    count: int = 0

    def header(self, at: int, end: int) -> Header:
        """Return the header at a place; its element ends at `end` at the latest.

        Raises:
            SourceDamaged: there is none, or the element ends later.
            SourceTooComplex: there are too many.
        """
        self.file.seek(at)
        head = header_of(self.file.read(LONGEST_HEADER_BYTES))
        if at + head.length + (head.size or 0) > end:
            raise SourceDamaged("a part of the file is missing", where=f"EBML 0x{head.number:X}")
        if (count := self.count + 1) > MOST_ELEMENTS:
            raise too_many(MOST_ELEMENTS)
        self.count = count
        return head

    def content(self, at: int, head: Header) -> Element:
        """Return an element that is read as a whole."""
        if head.size is None:
            raise damaged(head.number)
        if head.size > LARGEST_DESCRIPTION_BYTES:
            raise SourceTooComplex(
                "a description in the file is too large",
                found=f"{head.size} bytes",
                expected=f"at most {LARGEST_DESCRIPTION_BYTES} bytes",
            )
        self.file.seek(at + head.length)
        return Element(head.number, memoryview(self.file.read(head.size)))
