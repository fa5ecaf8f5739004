"""Parts of a file on disk: digested and sent in pieces, so that no part is ever whole in memory."""

from __future__ import annotations

import base64
import hashlib
import io
from pathlib import Path
from typing import TYPE_CHECKING

from twin.spatial.part_plan import Part
from twin.spatial.upload_plan import Checksum
from twin_local.execution.object_store.crc import CRC64NVME

if TYPE_CHECKING:
    from typing_extensions import Buffer

PIECE_BYTES = 1024 * 1024


class FilePart(io.RawIOBase):
    """One part of a file, as a file of its own that can be read again from its beginning."""

    def __init__(self, path: Path, part: Part) -> None:
        super().__init__()
        self._file = path.open("rb", buffering=0)
        self._part = part
        self.seek(0)

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def seekable(self) -> bool:
        """Tell that it can be read again."""
        return True

    def tell(self) -> int:
        """Return how much of the part was read."""
        return self._file.tell() - self._part.start

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a byte of the part."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self.tell(), io.SEEK_END: self._part.size_bytes}
        self._file.seek(self._part.start + start[whence] + offset)
        return self.tell()

    def readinto(self, buffer: Buffer, /) -> int:
        """Read at most as much as is left of the part."""
        view = memoryview(buffer)
        left = max(0, self._part.size_bytes - self.tell())
        return self._file.readinto(view[:left])

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()


def checksum_of(path: Path, part: Part, algorithm: Checksum) -> str:
    """Return the checksum of a part in base64."""
    with FilePart(path, part) as file:
        if algorithm == "CRC64NVME":
            return base64.b64encode(CRC64NVME.of(file.readall())).decode()
        digest, piece = hashlib.sha256(), memoryview(bytearray(PIECE_BYTES))
        while count := file.readinto(piece):
            digest.update(piece[:count])
        return base64.b64encode(digest.digest()).decode()


def crc_of_whole(parts: list[tuple[Part, str]]) -> str:
    """Return the CRC-64/NVME of a file from those of its parts, in their order."""
    whole = CRC64NVME.of(b"")
    for part, checksum in parts:
        whole = CRC64NVME.joined(whole, base64.b64decode(checksum), part.size_bytes)
    return base64.b64encode(whole).decode()
