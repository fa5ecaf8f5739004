"""A ZIP archive in S3, read by ranges: neither it nor a member is ever whole in memory or on disk.

A function has 10 GB of disk at most and an archive may be larger than that.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spatial_runtime.upload_storage import UploadStorage
from twin.spatial.archive import Member, members_of
from twin.spatial.errors import ArchiveDamaged

if TYPE_CHECKING:
    from typing_extensions import Buffer

RANGE_BYTES = 8 * 1024**2
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError)
"""How the reader says that bytes are not what the archive says of them."""


class RangedObject(io.RawIOBase):
    """An object of the uploads bucket as a file that can be read from anywhere."""

    def __init__(self, storage: UploadStorage, key: str, size_bytes: int) -> None:
        super().__init__()
        self._storage, self._key, self._size = storage, key, size_bytes
        self._at = 0

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def seekable(self) -> bool:
        """Tell that it can be read from anywhere."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a byte."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def tell(self) -> int:
        """Return the byte that is read next."""
        return self._at

    def readinto(self, buffer: Buffer, /) -> int:
        """Read at most as many bytes as the buffer has."""
        view = memoryview(buffer)
        end = min(self._at + len(view), self._size)
        if end <= self._at:
            return 0
        content = self._storage.read(self._key, self._at, end)
        view[: len(content)] = content
        self._at += len(content)
        return len(content)


@dataclass(frozen=True)
class StoredArchive:
    """An archive and its members."""

    archive: zipfile.ZipFile
    members: tuple[Member, ...]

    @classmethod
    def open(
        cls, storage: UploadStorage, key: str, size_bytes: int, *, folder: str
    ) -> StoredArchive:
        """Read and judge the directory.

        Raises:
            ArchiveError: the archive must not, or cannot, be unpacked.
        """
        file = io.BufferedReader(RangedObject(storage, key, size_bytes), RANGE_BYTES)
        try:
            archive = zipfile.ZipFile(file)
        except BROKEN as error:
            raise _damaged(error, key) from error
        return cls(archive, members_of(archive, folder=folder))

    def content(self, member: Member, chunk_bytes: int) -> Iterator[bytes]:
        """Yield the bytes of a member in chunks; all but the last have `chunk_bytes`.

        Raises:
            ArchiveDamaged: they are not as many, or not those, that the directory says.
        """
        found = 0
        try:
            with self.archive.open(member.name) as file:
                while chunk := file.read(chunk_bytes):
                    found += len(chunk)
                    yield chunk
        except BROKEN as error:
            raise _damaged(error, member.name) from error
        if found != member.size_bytes:
            raise ArchiveDamaged(
                "a member is cut short",
                found=f"{found} bytes",
                expected=f"{member.size_bytes} bytes",
                where=ascii(member.name)[:120],
            )


def _damaged(error: Exception, where: str) -> ArchiveDamaged:
    return ArchiveDamaged(
        "the archive cannot be read", found=str(error)[:120], where=ascii(where)[:120]
    )
