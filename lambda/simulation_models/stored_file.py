"""A model's file in S3 as kinds look at it: by ranges, and never more of it than a kind needs."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from twin.simulation.model_errors import ArtefactUnsafe
from twin.simulation.model_file import ModelFile

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

BLOCK_BYTES = 1024**2
MOST_BYTES = 64 * 1024**2
"""Of one file, in all: the directory of an archive and its description are far smaller."""


@dataclass(frozen=True)
class StoredFile(ModelFile):
    """An object of a bucket; `path` is its name only."""

    path: Path
    client: S3Client
    bucket: str
    key: str
    stored_bytes: int
    budget: Budget = field(default_factory=lambda: Budget(MOST_BYTES))

    def open(self) -> BinaryIO:
        """Return the content, to be read from any place."""
        return cast("BinaryIO", io.BufferedReader(_Ranges(self), BLOCK_BYTES))

    @property
    def size_bytes(self) -> int:
        """Return how long the content is."""
        return self.stored_bytes


class Budget:
    """How much may still be read of a file."""

    def __init__(self, left_bytes: int) -> None:
        self._left_bytes = left_bytes

    def take(self, count: int) -> None:
        """Take some of it.

        Raises:
            ArtefactUnsafe: there is not so much left.
        """
        self._left_bytes -= count
        if self._left_bytes < 0:
            raise ArtefactUnsafe(
                "too much of the file must be read to tell its kind",
                expected=f"at most {MOST_BYTES} bytes: the directory of an archive is smaller",
            )


class _Ranges(io.RawIOBase):
    """The bytes of an object, read by ranges."""

    def __init__(self, file: StoredFile) -> None:
        super().__init__()
        self._file, self._place = file, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._file.size_bytes}
        place = start[whence] + offset
        if place < 0:
            raise ValueError("before the beginning of the file")
        self._place = place
        return place

    def tell(self) -> int:
        return self._place

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        end = min(self._place + len(buffer), self._file.size_bytes)
        if end <= self._place:
            return 0
        self._file.budget.take(end - self._place)
        answer = self._file.client.get_object(
            Bucket=self._file.bucket,
            Key=self._file.key,
            Range=f"bytes={self._place}-{end - 1}",
        )
        content = answer["Body"].read()
        buffer[: len(content)] = content
        self._place += len(content)
        return len(content)
