"""A 3D Tiles archive (.3tz): a ZIP whose last member says where every other one begins.

A reader takes the index from the end of the file and then each tile with one range request.
3D Tiles Archive Format 1.3: https://github.com/erikdahlstrom/3tz-specification
"""

from __future__ import annotations

import hashlib
import struct
import zipfile
from pathlib import Path
from types import TracebackType

INDEX = "@3dtilesIndex1@"
FIRST_DATE = (1980, 1, 1, 0, 0, 0)
"""Of ZIP; a real date would make other bytes of the same points."""


class TilesArchive:
    """An archive that is being written; its members are not compressed."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_STORED)
        self._entries: list[tuple[bytes, int]] = []

    def __enter__(self) -> TilesArchive:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self._write(INDEX, self._index())
        self._zip.close()

    def add(self, name: str, content: bytes) -> None:
        """Add a member by its path in the tileset."""
        offset = self._write(name, content)
        # The format addresses members by MD5; it protects nothing.
        digest = hashlib.md5(name.encode(), usedforsecurity=False).digest()
        self._entries.append((digest, offset))

    def _write(self, name: str, content: bytes) -> int:
        member = zipfile.ZipInfo(name, FIRST_DATE)
        self._zip.writestr(member, content)
        return member.header_offset

    def _index(self) -> bytes:
        """Return digests and offsets, sorted by the digests as two little-endian numbers."""
        entries = sorted(self._entries, key=lambda entry: struct.unpack("<2Q", entry[0]))
        return b"".join(digest + struct.pack("<Q", offset) for digest, offset in entries)
