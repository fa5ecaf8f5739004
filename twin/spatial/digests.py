"""SHA-256 in the two spellings in use: hexadecimal for files, base64 for what S3 checks."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Iterable, Mapping

_HEXADECIMAL = re.compile(r"[0-9a-f]{64}")


def is_sha256(text: str) -> bool:
    """Tell whether a text is a SHA-256 in lower case hexadecimal."""
    return _HEXADECIMAL.fullmatch(text) is not None


def sha256_bytes(text: str) -> bytes | None:
    """Return the 32 bytes of a SHA-256 in base64, or None where it is none."""
    try:
        digest = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return digest if len(digest) == 32 else None


def to_base64(hexadecimal: str) -> str:
    """Return a hexadecimal SHA-256 in base64."""
    return base64.b64encode(bytes.fromhex(hexadecimal)).decode()


def to_hexadecimal(base64_text: str) -> str:
    """Return a digest in base64 in hexadecimal."""
    return base64.b64decode(base64_text).hex()


def composite_sha256(parts: Iterable[str]) -> str:
    """Return S3's COMPOSITE checksum: the SHA-256, in base64, of the parts' digests in a row.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
    """
    whole = hashlib.sha256()
    for part in parts:
        whole.update(base64.b64decode(part))
    return base64.b64encode(whole.digest()).decode()


def parameters_digest(parameters: Mapping[str, float | int | str]) -> str:
    """Return the SHA-256, in hexadecimal, of parameters in canonical JSON."""
    text = json.dumps(parameters, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()
