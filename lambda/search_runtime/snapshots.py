"""Snapshots of the index as objects in the assets bucket."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from search_runtime.pointer import Snapshot
from twin.catalogue.search.errors import SnapshotBroken, SnapshotMissing, SnapshotTooLarge

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

PREFIX = "search/"
CHUNK_BYTES = 1024**2
GONE = ("404", "NoSuchKey")
MAXIMUM_BYTES = 5 * 1024**3
"""One PutObject takes no more: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html"""

SPARE_BYTES = 32 * 1024**2
"""What changes may add to a snapshot before the next one."""


@dataclass(frozen=True)
class SnapshotStore:
    """Reads and writes snapshots."""

    client: S3Client
    bucket: str

    def is_there(self, snapshot: Snapshot) -> bool:
        """Tell whether the object of a snapshot is there."""
        try:
            self.client.head_object(Bucket=self.bucket, Key=snapshot.key)
        except ClientError as error:
            if error.response["Error"]["Code"] in GONE:
                return False
            raise
        return True

    def fetch(self, snapshot: Snapshot, path: Path) -> None:
        """Write a snapshot into a new file.

        Raises:
            SnapshotMissing: the object is not there.
            SnapshotBroken: its bytes are not those that were stored.
            SnapshotTooLarge: the file system has no place for it.
        """
        require_space(path.parent, snapshot.size_bytes + SPARE_BYTES)
        body = self._open(snapshot)
        digest = hashlib.sha256()
        with path.open("xb") as file:
            for chunk in body.iter_chunks(CHUNK_BYTES):
                digest.update(chunk)
                file.write(chunk)
        if digest.hexdigest() != snapshot.sha256:
            raise SnapshotBroken(
                "the snapshot is not what was stored",
                found=f"{path.stat().st_size} bytes, sha256 {digest.hexdigest()}",
                expected=f"{snapshot.size_bytes} bytes, sha256 {snapshot.sha256}",
                where=f"s3://{self.bucket}/{snapshot.key}",
            )

    def store(self, path: Path, key: str) -> tuple[int, str]:
        """Store a file and return its size in bytes and its SHA-256 in hexadecimal.

        Raises:
            SnapshotTooLarge: no single object takes it.
        """
        size = path.stat().st_size
        if size > MAXIMUM_BYTES:
            raise _too_large(size, MAXIMUM_BYTES, "one object of S3")
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            self.client.put_object(
                Bucket=self.bucket, Key=key, Body=file, ContentType="application/vnd.sqlite3"
            )
        return size, digest

    def _open(self, snapshot: Snapshot) -> Any:  # noqa: ANN401 - a stream of botocore
        try:
            return self.client.get_object(Bucket=self.bucket, Key=snapshot.key)["Body"]
        except ClientError as error:
            if error.response["Error"]["Code"] not in GONE:
                raise
            raise SnapshotMissing(
                "the snapshot of the index is gone",
                expected="a run of spatial_index, which makes a new one by itself",
                where=f"s3://{self.bucket}/{snapshot.key}",
            ) from error


def require_space(folder: Path, size_bytes: int) -> None:
    """Make sure that a file fits into a file system.

    Raises:
        SnapshotTooLarge: it does not.
    """
    free = shutil.disk_usage(folder).free
    if size_bytes > free:
        raise _too_large(size_bytes, free, "the function's ephemeral storage")


def _too_large(size: int, most: int, where: str) -> SnapshotTooLarge:
    return SnapshotTooLarge(
        "the index has no place",
        found=f"{size} bytes",
        expected=f"at most {most} bytes",
        where=where,
    )
