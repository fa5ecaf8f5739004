"""The uploads bucket: multipart uploads whose parts S3 checks by SHA-256."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from twin.spatial.content import HEAD_BYTES, TAIL_BYTES, Sample
from twin.spatial.errors import UploadChecksumMismatch
from twin.spatial.upload import ADDRESS_SECONDS, StoredPart, Upload
from twin.spatial.upload_plan import PlannedPart

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

CHECKSUM_HEADER = "x-amz-checksum-sha256"
OTHER_BYTES = ("InvalidPart", "BadDigest")
"""How S3 says that a part has not the digest that its completion states."""


@dataclass(frozen=True)
class StoredObject:
    """An object's measured size and its COMPOSITE SHA-256 as S3 writes it."""

    size_bytes: int
    checksum: str


class UploadStorage:
    """The bucket that files arrive in."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self.bucket = bucket

    def open(self, key: str) -> str:
        """Open a multipart upload with SHA-256 checksums and return its id."""
        answer = self._client.create_multipart_upload(
            Bucket=self.bucket, Key=key, ChecksumAlgorithm="SHA256", ChecksumType="COMPOSITE"
        )
        return answer["UploadId"]

    def address(self, upload: Upload, part: PlannedPart) -> str:
        """Return where to PUT a part; the signature covers the part's digest."""
        return self._client.generate_presigned_url(
            "upload_part",
            Params={
                "Bucket": self.bucket,
                "Key": upload.key,
                "UploadId": upload.multipart_id,
                "PartNumber": part.part_number,
                "ChecksumSHA256": part.sha256,
            },
            ExpiresIn=ADDRESS_SECONDS,
        )

    def stored_parts(self, upload: Upload) -> tuple[StoredPart, ...] | None:
        """Return the parts that S3 holds, or None where the multipart upload is not open."""
        try:
            return tuple(self._list_parts(upload))
        except ClientError as error:
            if _code(error) == "NoSuchUpload":
                return None
            raise

    def complete(self, upload: Upload, parts: tuple[StoredPart, ...]) -> None:
        """Assemble the parts.

        Raises:
            UploadChecksumMismatch: the digest of a part is not the one that was announced.
        """
        try:
            self._assemble(upload, parts)
        except ClientError as error:
            if _code(error) not in OTHER_BYTES:
                raise
            raise UploadChecksumMismatch(
                "a stored part is not the announced one",
                found=f"S3 says {_code(error)}",
                expected="the announced SHA-256 of every part",
                where=upload.upload_id,
            ) from error

    def _assemble(self, upload: Upload, parts: tuple[StoredPart, ...]) -> None:
        digests = {part.part_number: part.sha256 for part in upload.plan.parts}
        self._client.complete_multipart_upload(
            Bucket=self.bucket,
            Key=upload.key,
            UploadId=upload.multipart_id,
            ChecksumType="COMPOSITE",
            MultipartUpload={
                "Parts": [
                    {
                        "PartNumber": part.part_number,
                        "ETag": part.etag,
                        "ChecksumSHA256": digests[part.part_number],
                    }
                    for part in parts
                ]
            },
        )

    def abort(self, upload: Upload) -> None:
        """Drop the parts; a multipart upload that is gone already is as good."""
        try:
            self._client.abort_multipart_upload(
                Bucket=self.bucket, Key=upload.key, UploadId=upload.multipart_id
            )
        except ClientError as error:
            if _code(error) != "NoSuchUpload":
                raise

    def measure(self, key: str) -> StoredObject | None:
        """Return what S3 measured of an object, or None where there is none."""
        try:
            answer = self._client.head_object(Bucket=self.bucket, Key=key, ChecksumMode="ENABLED")
        except ClientError as error:
            if _code(error) in ("404", "NoSuchKey"):
                return None
            raise
        return StoredObject(answer["ContentLength"], answer.get("ChecksumSHA256", ""))

    def sample(self, key: str, size_bytes: int) -> Sample:
        """Read the beginning and the end of an object."""
        head = self._range(key, 0, min(size_bytes, HEAD_BYTES))
        tail = self._range(key, max(0, size_bytes - TAIL_BYTES), size_bytes)
        return Sample(size_bytes, head, tail)

    def read_small(self, key: str, *, limit_bytes: int) -> bytes | None:
        """Return a small object, or None where there is none or it is larger."""
        found = self.measure(key)
        if found is None or found.size_bytes > limit_bytes:
            return None
        return self._client.get_object(Bucket=self.bucket, Key=key)["Body"].read()

    def _range(self, key: str, start: int, end: int) -> bytes:
        answer = self._client.get_object(
            Bucket=self.bucket, Key=key, Range=f"bytes={start}-{end - 1}"
        )
        return answer["Body"].read()

    def _list_parts(self, upload: Upload) -> Iterator[StoredPart]:
        pages = self._client.get_paginator("list_parts").paginate(
            Bucket=self.bucket, Key=upload.key, UploadId=upload.multipart_id
        )
        for page in pages:
            for part in page.get("Parts", []):
                yield StoredPart(
                    part_number=part["PartNumber"],
                    size_bytes=part["Size"],
                    etag=part["ETag"],
                    sha256=part.get("ChecksumSHA256", ""),
                )


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
