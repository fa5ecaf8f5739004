"""A ZIP file as a stream: nothing is kept but the directory of its members.

Sizes follow each member (general purpose bit 3) and are 64 bits wide where they may need it.
https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath

PACKED_ENDINGS = frozenset(
    {".3mf", ".7z", ".avif", ".docx", ".gif", ".glb", ".gz", ".heic", ".ifczip", ".jpeg", ".jpg"}
    | {".laz", ".mov", ".mp4", ".pdf", ".png", ".pptx", ".spz", ".usdz", ".webp", ".xlsx", ".zip"}
)
"""Files that are compressed already: packing them again only takes time."""

FIRST_YEAR, LAST_YEAR = 1980, 2107
"""What a ZIP file can say of a date."""

READABLE = 0o100644 << 16


@dataclass(frozen=True)
class Member:
    """One file of the archive; `read` yields its bytes in blocks."""

    path: str
    size_bytes: int
    read: Callable[[], Iterable[bytes]]


class _Sink(io.RawIOBase):
    """What `zipfile` writes to: it cannot go back, so `zipfile` does not try to."""

    def __init__(self) -> None:
        self._blocks: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, block: object) -> int:
        content = bytes(block)  # type: ignore[call-overload]
        self._blocks.append(content)
        return len(content)

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        content = b"".join(self._blocks)
        self._blocks.clear()
        return content


def zip_stream(members: Iterable[Member], *, modified_at: float) -> Iterator[bytes]:
    """Yield the bytes of a ZIP file; equal members and times give equal bytes.

    `modified_at` is the time of every member, UTC seconds since 1970.
    """
    sink = _Sink()
    moment = _moment(modified_at)
    with zipfile.ZipFile(sink, "w", allowZip64=True) as archive:
        for member in members:
            with archive.open(_header(member, moment), "w", force_zip64=True) as target:
                for block in member.read():
                    target.write(block)
                    yield sink.taken()
            yield sink.taken()
    yield sink.taken()


def _header(member: Member, moment: tuple[int, int, int, int, int, int]) -> zipfile.ZipInfo:
    header = zipfile.ZipInfo(member.path, date_time=moment)
    is_packed = PurePosixPath(member.path).suffix.lower() in PACKED_ENDINGS
    header.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
    header.external_attr = READABLE
    return header


def _moment(seconds: float) -> tuple[int, int, int, int, int, int]:
    moment = datetime.fromtimestamp(seconds, UTC)
    year = min(max(moment.year, FIRST_YEAR), LAST_YEAR)
    return (year, moment.month, moment.day, moment.hour, moment.minute, moment.second)
