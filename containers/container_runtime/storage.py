"""Files and JSON objects from and to S3."""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from container_runtime.errors import ArgumentInvalid, JobError, ObjectCorrupt, ObjectMissing

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_MISSING = ("404", "NoSuchKey", "NoSuchBucket", "NoSuchVersion")
_BLOCK_BYTES = 1024 * 1024


@dataclass(frozen=True)
class S3Uri:
    """`s3://bucket/key`."""

    bucket: str
    key: str

    @classmethod
    def parse(cls, text: str) -> S3Uri:
        """Read a URI.

        Raises:
            ArgumentInvalid: it is none of S3.
        """
        scheme, _, rest = text.partition("://")
        bucket, _, key = rest.partition("/")
        if scheme != "s3" or not bucket or not key:
            raise ArgumentInvalid("not an S3 address", found=text, expected="s3://bucket/key")
        return cls(bucket, key)

    def sibling(self, name: str) -> S3Uri:
        """Return the object of another name in the same folder."""
        folder, _, _ = self.key.rpartition("/")
        return S3Uri(self.bucket, f"{folder}/{name}" if folder else name)

    def child(self, name: str) -> S3Uri:
        """Return an object below this prefix."""
        return S3Uri(self.bucket, f"{self.key.rstrip('/')}/{name}")

    def __str__(self) -> str:
        return f"s3://{self.bucket}/{self.key}"


@cache
def client() -> S3Client:
    """Return the S3 client of this process."""
    # A custom endpoint has one host name: buckets go into the path there.
    path = "AWS_ENDPOINT_URL" in os.environ
    return boto3.client(
        "s3",
        config=Config(
            retries={"total_max_attempts": 5, "mode": "standard"},
            s3={"addressing_style": "path" if path else "virtual"},
        ),
    )


def download(
    uri: S3Uri,
    path: Path,
    *,
    sha256: str | None = None,
    came: Callable[[int], None] | None = None,
) -> Path:
    """Download an object; with `sha256` (hexadecimal) the bytes are verified.

    `came` is told how many bytes came, each time that some did.

    Raises:
        ObjectMissing: there is no such object.
        ObjectCorrupt: the digest differs; the file is removed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        client().download_file(uri.bucket, uri.key, str(path), Callback=came)
    except ClientError as error:
        raise _storage_error(uri, error) from error
    if sha256 is not None and (found := file_sha256(path)) != sha256:
        path.unlink()
        raise ObjectCorrupt(
            f"{uri} is not the file that was announced", found=found, expected=sha256
        )
    return path


def upload(path: Path, uri: S3Uri, *, media_type: str = "application/octet-stream") -> None:
    """Upload a file with its SHA-256 as S3's checksum."""
    client().upload_file(
        str(path),
        uri.bucket,
        uri.key,
        ExtraArgs={"ContentType": media_type, "ChecksumAlgorithm": "SHA256"},
    )


def read_json(uri: S3Uri) -> Any:  # noqa: ANN401 - any JSON; the caller checks what it needs
    """Read a JSON object; NaN and infinity are not JSON.

    Raises:
        ObjectMissing: there is no such object.
        ObjectCorrupt: it is not JSON, or a number in it is too large.
    """
    try:
        content = client().get_object(Bucket=uri.bucket, Key=uri.key)["Body"].read()
    except ClientError as error:
        raise _storage_error(uri, error) from error
    try:
        return json.loads(content, parse_constant=_finite, parse_float=_finite)
    except ValueError as error:
        raise ObjectCorrupt(f"{uri} is not JSON", found=str(error), expected="JSON") from error


def write_json(uri: S3Uri, value: Mapping[str, Any]) -> None:
    """Write a JSON object in canonical form; NaN is an error."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)
    client().put_object(
        Bucket=uri.bucket,
        Key=uri.key,
        Body=text.encode(),
        ContentType="application/json",
        ChecksumAlgorithm="SHA256",
    )


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is no finite number")
    return number


def _storage_error(uri: S3Uri, error: ClientError) -> JobError:
    code = str(error.response.get("Error", {}).get("Code", ""))
    if code in _MISSING:
        return ObjectMissing(f"{uri} does not exist", found=code, expected="an object")
    raise error
