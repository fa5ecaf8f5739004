"""Copy a file of more than 5 GiB inside S3, part by part, over as many invocations as it takes.

S3 computes the SHA-256 of every part that it copies. The copy is assembled only if these make the
digest that the source was verified by, so its content address is S3's own finding twice.
https://docs.aws.amazon.com/AmazonS3/latest/userguide/CopyingObjectsMPUapi.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from twin.spatial.digests import composite_sha256
from twin.spatial.errors import CopyUnfinished, UploadChecksumMismatch
from twin.spatial.part_plan import Part, PartPlan

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

AT_A_TIME = 16


@dataclass(frozen=True)
class Place:
    """An object."""

    bucket: str
    key: str


@dataclass(frozen=True)
class LargeCopy:
    """One copy, known by its multipart upload."""

    client: S3Client
    source: Place
    target: Place
    plan: PartPlan
    copy_id: str

    @classmethod
    def begin(cls, client: S3Client, source: Place, target: Place, plan: PartPlan) -> LargeCopy:
        """Open the multipart upload that the copy becomes."""
        answer = client.create_multipart_upload(
            Bucket=target.bucket,
            Key=target.key,
            ChecksumAlgorithm="SHA256",
            ChecksumType="COMPOSITE",
        )
        return cls(client, source, target, plan, answer["UploadId"])

    def finish(self, checksum: str, *, has_time: Callable[[], bool]) -> None:
        """Copy the parts that are missing and assemble them; `checksum` is the tree digest.

        Raises:
            CopyUnfinished: there was no time for all; another call goes on.
            UploadChecksumMismatch: S3 read other bytes from the source than were verified.
        """
        done = {part["PartNumber"]: part for part in self._done()}
        missing = (part for part in self.plan if part.part_number not in done)
        with ThreadPoolExecutor(AT_A_TIME) as pool:
            for part in pool.map(lambda one: self._copy(one) if has_time() else None, missing):
                if part is not None:
                    done[part["PartNumber"]] = part
        if len(done) < self.plan.count:
            raise CopyUnfinished(
                "the copy goes on", found=f"{len(done)} of {self.plan.count} parts"
            )
        self._assemble([done[number] for number in sorted(done)], checksum)

    def _done(self) -> Iterator[Any]:
        pages = self.client.get_paginator("list_parts").paginate(
            Bucket=self.target.bucket, Key=self.target.key, UploadId=self.copy_id
        )
        for page in pages:
            for part in page.get("Parts", []):
                yield {name: part[name] for name in ("PartNumber", "ETag", "ChecksumSHA256")}

    def _copy(self, part: Part) -> dict[str, Any]:
        answer = self.client.upload_part_copy(
            Bucket=self.target.bucket,
            Key=self.target.key,
            UploadId=self.copy_id,
            PartNumber=part.part_number,
            CopySource={"Bucket": self.source.bucket, "Key": self.source.key},
            CopySourceRange=f"bytes={part.start}-{part.end - 1}",
        )
        copied = answer["CopyPartResult"]
        return {
            "PartNumber": part.part_number,
            "ETag": copied["ETag"],
            "ChecksumSHA256": copied["ChecksumSHA256"],
        }

    def _assemble(self, parts: list[Any], checksum: str) -> None:
        found = composite_sha256(part["ChecksumSHA256"] for part in parts)
        if found != checksum:
            self.client.abort_multipart_upload(
                Bucket=self.target.bucket, Key=self.target.key, UploadId=self.copy_id
            )
            raise UploadChecksumMismatch(
                "the copy is not the file that was verified", found=found, expected=checksum
            )
        self.client.complete_multipart_upload(
            Bucket=self.target.bucket,
            Key=self.target.key,
            UploadId=self.copy_id,
            ChecksumType="COMPOSITE",
            MultipartUpload={"Parts": parts},
        )
