"""How long keys and metadata may be, and how many keys and parts a request may name.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html and "Creating object key names"
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import xmltodict  # type: ignore[import-untyped]
from moto.s3.exceptions import (
    InvalidArgumentError,
    InvalidBucketName,
    MalformedXML,
    NoSuchUpload,
    S3ClientError,
)
from moto.s3.models import FakeKey, FakeMultipart, S3Backend
from moto.s3.responses import S3Response

from twin_local.execution.patching import before, original, replace

LONGEST_KEY_BYTES = 1024
LARGEST_METADATA_BYTES = 2 * 1024
LARGEST_PART_NUMBER = 10_000
MAXIMUM_NAMED = 1000
"""Keys of one deletion, and keys or parts of one page of a listing."""

BUCKET_NAME = re.compile(r"[a-z0-9][a-z0-9.-]*[a-z0-9]")


def install() -> None:
    """Refuse what is too large, and show at most a page."""
    before(S3Backend, "create_bucket", _check_bucket)
    before(S3Backend, "put_object", _check_key)
    before(S3Backend, "create_multipart_upload", _check_key)
    replace(S3Backend, "complete_multipart_upload", _complete_multipart_upload)
    before(FakeMultipart, "set_part", _check_part)
    before(FakeKey, "set_metadata", _check_metadata)
    before(S3Response, "_bucket_response_delete_keys", _check_number)
    for name in ("list_objects", "list_objects_v2", "list_object_versions"):
        _cap_page(name, "max-keys")
    _cap_page("list_parts", "max-parts")


def _check_bucket(backend: S3Backend, bucket_name: str, *_: Any, **rest: Any) -> None:
    if BUCKET_NAME.fullmatch(bucket_name) is None or ".." in bucket_name:
        raise InvalidBucketName


def _check_key(backend: S3Backend, bucket_name: str, key_name: str, *_: Any, **rest: Any) -> None:
    if len(key_name.encode()) > LONGEST_KEY_BYTES:
        raise S3ClientError("KeyTooLongError", "Your key is too long")


def _complete_multipart_upload(
    backend: S3Backend, bucket_name: str, multipart_id: str, body: Iterator[tuple[int, str]]
) -> FakeKey | None:
    if multipart_id not in backend.get_bucket(bucket_name).multiparts:
        raise NoSuchUpload(upload_id=multipart_id)
    parts = list(body)
    numbers = [number for number, _ in parts]
    if numbers != sorted(set(numbers)):
        raise S3ClientError(
            "InvalidPartOrder",
            "The list of parts was not in ascending order. Parts must be ordered by part number.",
        )
    complete = original(S3Backend, "complete_multipart_upload")
    made: FakeKey | None = complete(backend, bucket_name, multipart_id, iter(parts))
    return made


def _check_part(multipart: FakeMultipart, part_id: int, value: bytes) -> None:
    if not 1 <= part_id <= LARGEST_PART_NUMBER:
        raise InvalidArgumentError(
            f"Part number must be an integer between 1 and {LARGEST_PART_NUMBER}, inclusive",
            "partNumber",
            str(part_id),
        )


def _check_metadata(key: FakeKey, metadata: Any, replace: bool = False) -> None:
    own = {name: text for name, text in metadata.items() if name.startswith("x-amz-meta-")}
    size = sum(
        len(name.removeprefix("x-amz-meta-").encode()) + len(str(text).encode())
        for name, text in own.items()
    )
    if size > LARGEST_METADATA_BYTES:
        raise S3ClientError(
            "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size"
        )


def _check_number(response: S3Response, *_: Any, **rest: Any) -> None:
    named = xmltodict.parse(response.body)["Delete"].get("Object", [])
    if isinstance(named, list) and len(named) > MAXIMUM_NAMED:
        raise MalformedXML


def _cap_page(name: str, parameter: str) -> None:
    """Let a listing show at most a page, whatever it asks for."""
    listing = original(S3Response, name)

    def list_page(response: S3Response) -> Any:
        asked = response.querystring.get(parameter, ["0"])[0]
        if asked.isdecimal() and int(asked) > MAXIMUM_NAMED:
            response.querystring[parameter] = [str(MAXIMUM_NAMED)]
        return listing(response)

    replace(S3Response, name, list_page)
