"""Checksums of objects and parts are verified; a wrong one is BadDigest.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from moto.s3 import models, responses
from moto.s3.exceptions import InvalidPart, S3ClientError
from moto.s3.models import MultipartChecksumBuilder
from moto.s3.responses import S3Response

from twin_local.execution.object_store import part_checksums, part_listing
from twin_local.execution.object_store.part_checksums import (
    check_completion,
    check_part,
    checksum_of,
)
from twin_local.execution.object_store.stated import DIGESTS, HEADER, compute, declared
from twin_local.execution.patching import original, replace

OF_PART = {f"Checksum{name}": name for name in DIGESTS}


def install() -> None:
    """Verify what moto takes on trust, and compute what it replaces by another algorithm."""
    upload_part = original(S3Response, "upload_part")
    put_object = original(S3Response, "put_object")
    parts_of = original(S3Response, "_complete_multipart_body")

    def checked_part(response: S3Response) -> Any:
        check_part(response)
        verify(response)
        return upload_part(response)

    def checked_object(response: S3Response) -> Any:
        verify(response)
        return put_object(response)

    def checked_completion(response: S3Response, body: bytes) -> Iterator[tuple[int, str]]:
        _verify_parts(response, body)
        yield from parts_of(response, body)

    for module in (models, responses):
        replace(module, "compute_checksum", compute)
    replace(S3Response, "_get_checksum", _read_checksum)
    replace(S3Response, "upload_part", checked_part)
    replace(S3Response, "put_object", checked_object)
    replace(S3Response, "_complete_multipart_body", checked_completion)
    part_checksums.install()
    part_listing.install()


def verify(response: S3Response) -> None:
    """Require that the body is what the request states it is.

    Raises:
        S3ClientError: BadDigest, InvalidDigest or InvalidRequest.
    """
    body = response.body or b""
    found = declared(response)
    if found and compute(body, found[0]).decode() != found[1]:
        raise S3ClientError(
            "BadDigest", f"The {found[0]} you specified did not match the calculated checksum."
        )
    stated = response.headers.get("Content-MD5")
    if stated:
        _verify_md5(str(stated), body)


def _verify_md5(stated: str, body: bytes) -> None:
    try:
        given = base64.b64decode(stated, validate=True)
    except binascii.Error:
        given = b""
    if len(given) != 16:
        raise S3ClientError("InvalidDigest", "The Content-MD5 you specified was invalid.")
    if given != hashlib.md5(body, usedforsecurity=False).digest():
        raise S3ClientError(
            "BadDigest", "The Content-MD5 you specified did not match what we received."
        )


def _read_checksum(
    response: S3Response, response_headers: dict[str, Any]
) -> tuple[str, str | None]:
    """Return the checksum to keep with what was sent: the stated one, or one computed."""
    found = declared(response)
    if found is None:
        algorithm = str(response.headers.get("x-amz-sdk-checksum-algorithm", "")).upper()
        if algorithm not in DIGESTS:
            return "", None
        found = (algorithm, compute(response.body or b"", algorithm).decode())
    response_headers[f"{HEADER}{found[0].lower()}"] = found[1]
    return found


def _verify_parts(response: S3Response, body: bytes) -> None:
    """Require that parts are those that the request names, and the whole what it states.

    Raises:
        S3ClientError: InvalidPart or BadDigest.
    """
    upload = response.backend.get_bucket(response.bucket_name).multiparts.get(
        response._get_param("uploadId")
    )
    if upload is None:
        return
    named = [one for one in ElementTree.fromstring(body).iter() if _local(one.tag) == "Part"]
    numbers = []
    for one in named:
        values = {_local(child.tag): (child.text or "").strip() for child in one}
        part = upload.parts.get(int(values["PartNumber"]))
        check_completion(upload, int(values["PartNumber"]), values)
        for member, algorithm in OF_PART.items():
            stated = values.get(member)
            if part and stated and checksum_of(part, algorithm) != stated:
                raise InvalidPart()
        numbers.append(int(values["PartNumber"]))
    found = declared(response)
    if found and all(number in upload.parts for number in numbers):
        kind = "COMPOSITE" if "-" in found[1] else "FULL_OBJECT"
        builder = MultipartChecksumBuilder(found[0], kind)
        for number in numbers:
            builder.addPart(upload.parts[number].value)
        _, value, count = builder.build() or ("", "", 0)
        whole = f"{value}-{count}" if kind == "COMPOSITE" else value
        if whole != found[1]:
            raise S3ClientError(
                "BadDigest", f"The {found[0]} you specified did not match the calculated checksum."
            )


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
