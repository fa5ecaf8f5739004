"""Boxes of an ISO base media file (ISO/IEC 14496-12, 4.2): size, four letters, content."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from conversion_runtime.errors import SourceDamaged, SourceTooComplex, SourceUnreadable

LARGEST_MOVIE_BYTES = 256 * 1024**2
"""Of the box that describes the movie; a day of video at 60 frames a second needs 80 MB."""

MOST_BOXES = 4096
"""At the top of a file, or in one box."""


@dataclass(frozen=True)
class Box:
    """One box in memory; `content` is what follows its header."""

    kind: bytes
    content: memoryview

    def boxes(self, start: int = 0) -> Iterator[Box]:
        """Yield the boxes in a box, from an offset on.

        Raises:
            SourceDamaged: one does not end in it.
            SourceTooComplex: there are too many.
        """
        at, end, count = start, len(self.content), 0
        while at + 8 <= end:
            size, kind, header = _header(self.content[at : at + 16], end - at)
            if size < header or at + size > end:
                raise damaged(self.kind)
            if (count := count + 1) > MOST_BOXES:
                raise _too_many(count)
            yield Box(kind, self.content[at + header : at + size])
            at += size

    def find(self, *path: bytes) -> Box | None:
        """Return the first box of a path below this one."""
        found: Box | None = self
        for kind in path:
            if found is not None:
                found = next((box for box in found.boxes() if box.kind == kind), None)
        return found

    def require(self, *path: bytes) -> Box:
        """Return the first box of a path below this one.

        Raises:
            SourceDamaged: there is none.
        """
        found = self.find(*path)
        if found is None:
            raise damaged(self.kind, expected=b"/".join(path))
        return found

    def values(self, form: str, at: int = 0) -> tuple[int, ...]:
        """Return the numbers at an offset, big-endian, in the notation of `struct`.

        Raises:
            SourceDamaged: the box ends before.
        """
        try:
            return struct.unpack_from(f">{form}", self.content, at)
        except struct.error as error:
            raise damaged(self.kind) from error


def damaged(kind: bytes, *, expected: bytes = b"") -> SourceDamaged:
    """Return the error of a box that is not as the standard says."""
    return SourceDamaged(
        "a box of the file is not as the standard says",
        expected=f"a box {name_of(expected)}" if expected else "",
        where=name_of(kind),
    )


def name_of(kind: bytes) -> str:
    """Return four letters as text; what is no letter is a question mark."""
    return "".join(chr(one) if 32 <= one < 127 else "?" for one in kind)


def movie_box(path: Path) -> Box:
    """Return the box that describes the movie; the file is not read beyond the headers of others.

    Raises:
        SourceUnreadable: the file is none of boxes, or none describes a movie.
        SourceDamaged: a box does not end in the file.
        SourceTooComplex: there are too many boxes, or the description is too large.
    """
    file_bytes, at, count = path.stat().st_size, 0, 0
    with path.open("rb") as file:
        while at + 8 <= file_bytes:
            file.seek(at)
            size, kind, header = _header(memoryview(file.read(16)), file_bytes - at)
            if count == 0 and kind not in FIRST:
                break
            if size < header or at + size > file_bytes:
                raise damaged(kind)
            if (count := count + 1) > MOST_BOXES:
                raise _too_many(count)
            if kind == b"moov":
                file.seek(at + header)
                return Box(kind, memoryview(file.read(_movie_bytes(size - header))))
            at += size
    raise SourceUnreadable("the file describes no movie", expected="an MP4 or QuickTime file")


def file_boxes(path: Path, kind: bytes, largest: int, most: int) -> Iterator[tuple[int, Box]]:
    """Yield all boxes of a kind at the top of a file, and where each begins.

    Raises:
        SourceDamaged: a box does not end in the file.
        SourceTooComplex: one has more than `largest` bytes, or there are more than `most`.
    """
    file_bytes, at, count = path.stat().st_size, 0, 0
    with path.open("rb") as file:
        while at + 8 <= file_bytes:
            file.seek(at)
            size, found, header = _header(memoryview(file.read(16)), file_bytes - at)
            if size < header or at + size > file_bytes:
                raise damaged(found)
            if (count := count + 1) > most:
                raise _too_many(count, most)
            if found == kind:
                if size > largest:
                    raise SourceTooComplex(
                        "the description of a fragment is too large",
                        found=f"{size} bytes",
                        expected=f"at most {largest} bytes",
                    )
                file.seek(at + header)
                yield at, Box(kind, memoryview(file.read(size - header)))
            at += size


FIRST = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot", b"uuid", b"styp")


def _movie_bytes(size: int) -> int:
    if size > LARGEST_MOVIE_BYTES:
        raise SourceTooComplex(
            "the description of the movie is too large",
            found=f"{size} bytes",
            expected=f"at most {LARGEST_MOVIE_BYTES} bytes",
        )
    return size


def _header(start: memoryview, remaining: int) -> tuple[int, bytes, int]:
    """Return size, kind and length of the header; a size of 0 reaches to the end."""
    size, kind = int.from_bytes(start[:4], "big"), bytes(start[4:8])
    if size == 1:
        return (int.from_bytes(start[8:16], "big") if len(start) == 16 else 0), kind, 16
    return size or remaining, kind, 8


def _too_many(count: int, most: int = MOST_BOXES) -> SourceTooComplex:
    return SourceTooComplex(
        "the file has too many boxes", found=str(count), expected=f"at most {most}"
    )
