"""The uploads bucket: multipart uploads whose parts S3 checks, and the objects they become.

S3 keeps the checksum of every part it has: no list of digests is kept beside it.
https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from twin.spatial.content import HEAD_BYTES, TAIL_BYTES, Sample
from twin.spatial.digests import to_hexadecimal
from twin.spatial.errors import UploadChecksumMismatch
from twin.spatial.upload import ADDRESS_SECONDS, MEASURED_PREFIX, StoredPart, Upload
from twin.spatial.upload_plan import Checksum, PlannedPart

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

MEMBER: dict[Checksum, str] = {"SHA256": "ChecksumSHA256", "CRC64NVME": "ChecksumCRC64NVME"}
OTHER_BYTES = ("InvalidPart", "BadDigest")
"""How S3 says that a part, or the whole, has not the checksum that its completion states."""


@dataclass(frozen=True)
class StoredObject:
    """An object's measured size and its checksum as S3 shows it: COMPOSITE SHA-256, or CRC."""

    size_bytes: int
    checksum: str


class UploadStorage:
    """The bucket that files arrive in."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self.bucket = bucket

    def open(self, key: str, checksum: Checksum) -> str:
        """Open a multipart upload whose parts bear a checksum, and return its id."""
        answer = self._client.create_multipart_upload(
            Bucket=self.bucket,
            Key=key,
            ChecksumAlgorithm=checksum,
            ChecksumType="COMPOSITE" if checksum == "SHA256" else "FULL_OBJECT",
        )
        return answer["UploadId"]

    def address(self, upload: Upload, part: PlannedPart) -> str:
        """Return where to PUT a part; the signature covers the part's checksum."""
        return self._client.generate_presigned_url(
            "upload_part",
            Params={
                "Bucket": self.bucket,
                "Key": upload.key,
                "UploadId": upload.multipart_id,
                "PartNumber": part.part_number,
                MEMBER[upload.plan.checksum]: part.checksum,
            },
            ExpiresIn=ADDRESS_SECONDS,
        )

    def send_part(self, upload: Upload, part: PlannedPart, content: bytes) -> None:
        """Store a part that the service itself has read."""
        stated: Any = {MEMBER[upload.plan.checksum]: part.checksum}
        self._client.upload_part(
            Bucket=self.bucket,
            Key=upload.key,
            UploadId=upload.multipart_id,
            PartNumber=part.part_number,
            Body=content,
            **stated,
        )

    def stored_parts(
        self, upload: Upload, *, first: int = 1, last: int | None = None
    ) -> tuple[StoredPart, ...] | None:
        """Return the parts from `first` to `last` that S3 holds.

        None where the multipart upload is not open: complete, dropped or expired.
        """
        try:
            return tuple(self._list_parts(upload, first, last))
        except ClientError as error:
            if code_of(error) == "NoSuchUpload":
                return None
            raise

    def complete(self, upload: Upload, parts: tuple[StoredPart, ...]) -> None:
        """Assemble the parts.

        Raises:
            UploadChecksumMismatch: a part, or the whole, is not what was stated.
        """
        try:
            self._assemble(upload, parts)
        except ClientError as error:
            if code_of(error) not in OTHER_BYTES:
                raise
            raise UploadChecksumMismatch(
                "the stored file is not the one that was announced",
                found=f"S3 says {code_of(error)}",
                expected=f"{upload.plan.checksum} {upload.checksum}",
                where=upload.upload_id,
            ) from error

    def _assemble(self, upload: Upload, parts: tuple[StoredPart, ...]) -> None:
        member = MEMBER[upload.plan.checksum]
        named: Any = [
            {"PartNumber": part.part_number, "ETag": part.etag, member: part.checksum}
            for part in parts
        ]
        whole: Any = (
            {"ChecksumType": "COMPOSITE"}
            if upload.plan.checksum == "SHA256"
            else {"ChecksumType": "FULL_OBJECT", member: upload.checksum}
        )
        self._client.complete_multipart_upload(
            Bucket=self.bucket,
            Key=upload.key,
            UploadId=upload.multipart_id,
            MultipartUpload={"Parts": named},
            **whole,
        )

    def abort(self, upload: Upload) -> None:
        """Drop the parts; a multipart upload that is gone already is as good."""
        try:
            self._client.abort_multipart_upload(
                Bucket=self.bucket, Key=upload.key, UploadId=upload.multipart_id
            )
        except ClientError as error:
            if code_of(error) != "NoSuchUpload":
                raise

    def measure(self, key: str) -> StoredObject | None:
        """Return what S3 measured of an object, or None where there is none."""
        try:
            answer = self._client.head_object(Bucket=self.bucket, Key=key, ChecksumMode="ENABLED")
        except ClientError as error:
            if code_of(error) in ("404", "NoSuchKey"):
                return None
            raise
        checksum = answer.get("ChecksumSHA256") or answer.get("ChecksumCRC64NVME", "")
        return StoredObject(answer["ContentLength"], checksum)

    def whole_sha256(self, upload: Upload) -> str:
        """Let S3 compute the SHA-256 of a file up to 5 GiB, by a copy that is removed again.

        https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
        """
        key = f"{MEASURED_PREFIX}{upload.upload_id}"
        answer = self._client.copy_object(
            Bucket=self.bucket,
            Key=key,
            CopySource={"Bucket": self.bucket, "Key": upload.key},
            ChecksumAlgorithm="SHA256",
        )
        if "VersionId" in answer:
            self._client.delete_object(Bucket=self.bucket, Key=key, VersionId=answer["VersionId"])
        return to_hexadecimal(answer["CopyObjectResult"]["ChecksumSHA256"])

    def sample(self, key: str, size_bytes: int) -> Sample:
        """Read the beginning and the end of an object."""
        head = self.read(key, 0, min(size_bytes, HEAD_BYTES))
        if size_bytes <= HEAD_BYTES:
            return Sample(size_bytes, head, head[-TAIL_BYTES:])
        return Sample(size_bytes, head, self.read(key, size_bytes - TAIL_BYTES, size_bytes))

    def read(self, key: str, start: int, end: int) -> bytes:
        """Return the bytes of an object from `start` up to, not including, `end`."""
        answer = self._client.get_object(
            Bucket=self.bucket, Key=key, Range=f"bytes={start}-{end - 1}"
        )
        return answer["Body"].read()

    def read_small(self, key: str, *, limit_bytes: int) -> bytes | None:
        """Return a small object, or None where there is none or it is larger."""
        found = self.measure(key)
        if found is None or found.size_bytes > limit_bytes:
            return None
        return self._client.get_object(Bucket=self.bucket, Key=key)["Body"].read()

    def _list_parts(self, upload: Upload, first: int, last: int | None) -> Iterator[StoredPart]:
        member, marker = MEMBER[upload.plan.checksum], first - 1
        while True:
            page: Any = self._client.list_parts(
                Bucket=self.bucket,
                Key=upload.key,
                UploadId=upload.multipart_id,
                PartNumberMarker=marker,
            )
            for part in page.get("Parts", []):
                if last is not None and part["PartNumber"] > last:
                    return
                yield StoredPart(
                    part_number=part["PartNumber"],
                    size_bytes=part["Size"],
                    etag=part["ETag"],
                    checksum=part.get(member, ""),
                )
            if not page.get("IsTruncated"):
                return
            marker = page["NextPartNumberMarker"]


def code_of(error: ClientError) -> str:
    """Return S3's code of an error."""
    return str(error.response.get("Error", {}).get("Code", ""))
