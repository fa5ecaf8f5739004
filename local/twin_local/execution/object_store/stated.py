"""The algorithms of S3, and the checksum that a request states.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable

from moto.s3.exceptions import S3ClientError
from moto.s3.responses import S3Response

from twin_local.execution.object_store.crc import CRC32C, CRC64NVME

DIGESTS: dict[str, Callable[[bytes], bytes]] = {
    "CRC32": lambda body: binascii.crc32(body).to_bytes(4, "big"),
    "CRC32C": CRC32C.of,
    "CRC64NVME": CRC64NVME.of,
    "SHA1": lambda body: hashlib.sha1(body, usedforsecurity=False).digest(),
    "SHA256": lambda body: hashlib.sha256(body).digest(),
}
HEADER = "x-amz-checksum-"
TRAILER = re.compile(rb"\r?\n(x-amz-checksum-\w+):\s*([A-Za-z0-9+/=]+)\s*\Z", re.IGNORECASE)


def compute(body: bytes, algorithm: str, encode_base64: bool = True) -> bytes:
    """Return the checksum of a body by an algorithm of S3."""
    digest = DIGESTS[algorithm.upper()](body)
    return base64.b64encode(digest) if encode_base64 else digest


def declared(response: S3Response) -> tuple[str, str] | None:
    """Return the algorithm and checksum that a request states, in a header or behind its body.

    Raises:
        S3ClientError: it states several, or one of a wrong length.
    """
    stated = {
        name.lower().removeprefix(HEADER).upper(): str(value)
        for name, value in response.headers.items()
        if name.lower().startswith(HEADER)
    }
    stated = {name: value for name, value in stated.items() if name in DIGESTS}
    if "x-amz-trailer" in response.headers and (found := TRAILER.search(response.raw_body)):
        stated[found[1].decode().lower().removeprefix(HEADER).upper()] = found[2].decode()
    if len(stated) > 1:
        raise S3ClientError(
            "InvalidRequest", "Expecting a single x-amz-checksum- header. Multiple checksum Types"
            " are not allowed.",
        )  # fmt: skip
    for name, value in stated.items():
        if name in DIGESTS and not _is_checksum(name, value):
            raise S3ClientError(
                "InvalidRequest", f"Value for {HEADER}{name.lower()} header is invalid."
            )
    return next(iter(stated.items()), None)


def _is_checksum(algorithm: str, text: str) -> bool:
    if "-" in text:
        return True  # of a multipart object: a checksum of checksums, and their count
    try:
        given = base64.b64decode(text, validate=True)
    except binascii.Error:
        return False
    return len(given) == len(DIGESTS[algorithm](b""))
