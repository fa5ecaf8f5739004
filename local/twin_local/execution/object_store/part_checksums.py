"""Parts keep their checksums: they are listed, and a completion that names parts must state them.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
"""

from __future__ import annotations

import re
from typing import Any, cast
from urllib.parse import unquote

from moto.core.responses import ActionResult
from moto.s3.exceptions import InvalidArgumentError, S3ClientError
from moto.s3.models import FakeKey, FakeMultipart
from moto.s3.responses import S3Response

from twin_local.execution.object_store.stated import compute, declared
from twin_local.execution.patching import original, replace

RANGE = re.compile(r"bytes=(\d+)-(\d+)")


def install() -> None:
    """Keep and show what moto forgets of parts."""
    serialized = original(S3Response, "serialized")
    copy_part = original(S3Response, "upload_part_copy")
    head_object = original(S3Response, "head_object")

    def with_checksums(response: S3Response, answer: ActionResult) -> Any:
        action, result = response.data.get("Action"), cast("dict[str, Any]", answer.result)
        upload = _upload(response) if action in ("ListParts", "UploadPartCopy") else None
        if upload is not None and action == "ListParts":
            _show_parts(upload, result)
        elif upload is not None:
            part = upload.parts[int(response._get_param("partNumber"))]
            result["CopyPartResult"].update(_shown(upload, part))
        return serialized(response, answer)

    def checked_copy(response: S3Response) -> Any:
        _check_range(response)
        return copy_part(response)

    def head_with_count(response: S3Response, *arguments: Any, **named: Any) -> Any:
        status, headers, body = head_object(response, *arguments, **named)
        _show_count(response, headers)
        return status, headers, body

    replace(S3Response, "serialized", with_checksums)
    replace(S3Response, "head_object", head_with_count)
    replace(S3Response, "upload_part_copy", checked_copy)


def check_part(response: S3Response) -> None:
    """Require that a part bears a checksum of the upload's algorithm, and no other.

    Raises:
        S3ClientError: InvalidRequest.
    """
    upload = _upload(response)
    expected = upload and _algorithm(upload)
    if upload is None or not expected:
        return
    found = declared(response)
    if found is None and _kind(upload) == "FULL_OBJECT":
        return
    if found is None or found[0] != expected:
        actual = found[0].lower() if found else "null"
        raise S3ClientError(
            "InvalidRequest",
            f"Checksum Type mismatch occurred, expected checksum Type: {expected.lower()}, "
            f"actual checksum Type: {actual}",
        )


def check_completion(upload: FakeMultipart, number: int, named: dict[str, str]) -> None:
    """Require that a completion states the checksum of a part, where the whole is made of them.

    Raises:
        S3ClientError: InvalidRequest.
    """
    algorithm = _algorithm(upload)
    if algorithm and _kind(upload) == "COMPOSITE" and f"Checksum{algorithm}" not in named:
        raise S3ClientError(
            "InvalidRequest",
            f"The upload was created using a {algorithm.lower()} checksum. The complete request "
            "must include the checksum for each part. It was missing for part "
            f"{number} in the request.",
        )


def checksum_of(part: FakeKey, algorithm: str) -> str:
    """Return the checksum of a part, computed once."""
    if part.checksum_algorithm != algorithm or part.checksum_value is None:
        part.checksum_value = compute(part.value, algorithm).decode()
        part.checksum_algorithm = algorithm
    return part.checksum_value


def _upload(response: S3Response) -> FakeMultipart | None:
    uploads = response.backend.get_bucket(response.bucket_name).multiparts
    found: FakeMultipart | None = uploads.get(response._get_param("uploadId"))
    return found


def _algorithm(upload: FakeMultipart) -> str:
    return str(upload.metadata.get("x-amz-checksum-algorithm") or "").upper()


def _kind(upload: FakeMultipart) -> str:
    default = "FULL_OBJECT" if _algorithm(upload) == "CRC64NVME" else "COMPOSITE"
    return str(upload.metadata.get("x-amz-checksum-type") or default)


def _show_parts(upload: FakeMultipart, result: dict[str, Any]) -> None:
    if not _algorithm(upload):
        return
    result["ChecksumAlgorithm"], result["ChecksumType"] = _algorithm(upload), _kind(upload)
    for shown in result["Parts"]:
        shown.update(_shown(upload, upload.parts[int(shown["PartNumber"])]))


def _shown(upload: FakeMultipart, part: FakeKey) -> dict[str, str]:
    algorithm = _algorithm(upload)
    return {f"Checksum{algorithm}": checksum_of(part, algorithm)} if algorithm else {}


def _show_count(response: S3Response, headers: dict[str, Any]) -> None:
    """Let HEAD show the checksum of an object made of parts as GET does: with their number."""
    key = response.backend.get_object(
        response.bucket_name,
        response.parse_key_name(),
        version_id=response.querystring.get("versionId", [None])[0],
    )
    if key is None or not key.checksum_algorithm:
        return
    name = f"x-amz-checksum-{key.checksum_algorithm.lower()}"
    if key.checksum_type and headers.get(name) == key.checksum_value:
        headers["x-amz-checksum-type"] = key.checksum_type
        if key.checksum_type == "COMPOSITE":
            headers[name] = f"{key.checksum_value}-{key.checksum_parts}"


def _check_range(response: S3Response) -> None:
    """Refuse a range that moto would read as the whole object, or cut short."""
    stated = response.headers.get("x-amz-copy-source-range")
    if stated is None:
        return
    found = RANGE.fullmatch(stated)
    if found is None or int(found[1]) > int(found[2]):
        raise InvalidArgumentError(
            "The x-amz-copy-source-range value must be of the form bytes=first-last where first "
            "and last are the zero-based offsets of the first and last bytes to copy",
            "x-amz-copy-source-range",
            stated,
        )
    bucket, _, key = str(response.headers["x-amz-copy-source"]).lstrip("/").partition("/")
    source = response.backend.get_object(bucket, _plain(key))
    if source is not None and int(found[2]) >= source.size:
        raise InvalidArgumentError(
            f"Range specified is not valid for source object of size: {source.size}",
            "x-amz-copy-source-range",
            stated,
        )


def _plain(key: str) -> str:
    return unquote(key.partition("?")[0])
