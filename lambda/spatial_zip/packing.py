"""Files of the assets bucket, packed into an object of the same bucket as they are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from twin.catalogue.archive.zip_stream import Member, zip_stream
from twin.catalogue.errors import FilesMissing
from twin.catalogue.version import AssetVersion, FileEntry, FileList
from twin.spatial.derivative import source_key

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

BLOCK_BYTES = 1024**2
PART_BYTES = 16 * 1024**2
"""10,000 parts of this size are 160 GB: more than is ever packed."""


class OutOfTime(Exception):
    """The function must end before the archive is whole."""


@dataclass(frozen=True)
class Packing:
    """Packs files of one bucket as long as there is time."""

    client: S3Client
    bucket: str
    has_time: Callable[[], bool]

    def pack(self, files: FileList, version: AssetVersion, key: str) -> int:
        """Write the ZIP file of a version and return its size in bytes.

        An archive that is not finished leaves nothing behind.

        Raises:
            FilesMissing: the bytes of a file are gone.
            OutOfTime: there was not enough time.
        """
        members = (self._member(entry) for entry in files.entries)
        upload_id = self.client.create_multipart_upload(
            Bucket=self.bucket, Key=key, ContentType="application/zip", ChecksumAlgorithm="SHA256"
        )["UploadId"]
        with ExitStack() as failing:
            failing.callback(self._abandon, key, upload_id)
            parts = self._send(zip_stream(members, modified_at=version.created_at), key, upload_id)
            self._complete(key, upload_id, [part for part, _ in parts])
            failing.pop_all()
        return sum(size for _, size in parts)

    def _abandon(self, key: str, upload_id: str) -> None:
        self.client.abort_multipart_upload(Bucket=self.bucket, Key=key, UploadId=upload_id)

    def _member(self, entry: FileEntry) -> Member:
        return Member(entry.path, entry.size_bytes, lambda: self._blocks(entry))

    def _blocks(self, entry: FileEntry) -> Iterator[bytes]:
        try:
            answer = self.client.get_object(Bucket=self.bucket, Key=source_key(entry.sha256))
        except ClientError as error:
            if error.response["Error"]["Code"] not in ("404", "NoSuchKey"):
                raise
            raise FilesMissing("the bytes of a file are gone", where=ascii(entry.path)) from error
        yield from answer["Body"].iter_chunks(BLOCK_BYTES)

    def _send(
        self, stream: Iterable[bytes], key: str, upload_id: str
    ) -> list[tuple[dict[str, Any], int]]:
        """Send a stream in parts; return each with its size."""
        sent: list[tuple[dict[str, Any], int]] = []
        for content in _in_parts(stream):
            if not self.has_time():
                raise OutOfTime
            number = len(sent) + 1
            answer = self.client.upload_part(
                Bucket=self.bucket,
                Key=key,
                UploadId=upload_id,
                PartNumber=number,
                Body=content,
                ChecksumAlgorithm="SHA256",
            )
            part = {
                "PartNumber": number,
                "ETag": answer["ETag"],
                "ChecksumSHA256": answer["ChecksumSHA256"],
            }
            sent.append((part, len(content)))
        return sent

    def _complete(self, key: str, upload_id: str, parts: list[Any]) -> None:
        self.client.complete_multipart_upload(
            Bucket=self.bucket, Key=key, UploadId=upload_id, MultipartUpload={"Parts": parts}
        )


def _in_parts(stream: Iterable[bytes]) -> Iterator[bytes]:
    """Yield blocks of `PART_BYTES`, the last one may be smaller."""
    waiting = bytearray()
    for block in stream:
        waiting += block
        while len(waiting) >= PART_BYTES:
            yield bytes(waiting[:PART_BYTES])
            del waiting[:PART_BYTES]
    if waiting:
        yield bytes(waiting)
