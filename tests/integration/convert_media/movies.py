"""Small MP4 files, box by box (ISO/IEC 14496-12), right ones and wrong ones."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

FTYP = b"isom\0\0\2\0isommp42"
MATRIX = struct.pack(">9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)


def box(kind: bytes, *content: bytes) -> bytes:
    """Return a box."""
    body = b"".join(content)
    return struct.pack(">I", 8 + len(body)) + kind + body


def numbers(*values: int) -> bytes:
    """Return 32-bit numbers; the first is often version and flags."""
    return struct.pack(f">{len(values)}I", *values)


@dataclass(frozen=True)
class MovieFile:
    """One track of ten samples of 100 bytes; `tables` replaces the content of boxes by kind."""

    handler: bytes = b"vide"
    codec: bytes = b"avc1"
    size: tuple[int, int] = (64, 48)
    time_scale: int = 30
    tables: Mapping[bytes, bytes] = field(default_factory=dict)
    reference: bytes = box(b"url ", numbers(1))
    descriptions: int = 1
    tracks: int = 1
    more_in_movie: bytes = b""
    edits: bytes = b""
    media: bytes = bytes(1000)
    left_out: bytes = b""

    def content(self) -> bytes:
        """Return the file, its samples before its description."""
        start = box(b"ftyp", FTYP) + box(b"mdat", self.media)
        track = self._track(len(start) - len(self.media))
        header = box(b"mvhd", numbers(0, 1, 1, 600, 0), bytes(80))
        return start + box(b"moov", header, self.tracks * track, self.more_in_movie)

    def _track(self, at: int) -> bytes:
        head = box(b"tkhd", numbers(7, 0, 0, 1, 0, 0), bytes(16), MATRIX, bytes(8))
        media = (
            box(b"mdhd", numbers(0, 0, 0, self.time_scale, 0, 0)),
            box(b"hdlr", numbers(0, 0), self.handler, bytes(13)),
            box(b"minf", box(b"vmhd", bytes(12)), self._references(), self._table(at)),
        )
        return box(b"trak", head, self.edits, box(b"mdia", *media))

    def _references(self) -> bytes:
        return box(b"dinf", box(b"dref", numbers(0, 1), self.reference))

    def _table(self, at: int) -> bytes:
        entry = box(self.codec, bytes(24), struct.pack(">2H", *self.size), bytes(50))
        described = numbers(0, self.descriptions) + self.descriptions * entry
        tables = {
            b"stsd": described,
            b"stts": numbers(0, 1, 10, 1),
            b"stsc": numbers(0, 1, 1, 10, 1),
            b"stsz": numbers(0, 100, 10),
            b"stco": numbers(0, 1, at),
        }
        tables.update(self.tables)
        kept = (box(kind, content) for kind, content in tables.items() if kind != self.left_out)
        return box(b"stbl", *kept)
