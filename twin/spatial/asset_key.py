"""The key of a catalogued asset: lower case letters, digits and hyphens, 2 to 64 characters."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePath

from twin.spatial.errors import UploadInvalid

MAXIMUM_LENGTH = 64
_PATTERN = re.compile(r"[a-z0-9][a-z0-9-]{0,62}[a-z0-9]")


def valid_asset_key(text: str) -> str:
    """Return the key as it is.

    Raises:
        UploadInvalid: it is no key.
    """
    if not _PATTERN.fullmatch(text):
        raise UploadInvalid(
            "the asset key is not valid",
            found=repr(text),
            expected="2 to 64 lower case letters, digits and hyphens, no hyphen at the ends",
            where="asset_key",
        )
    return text


def asset_key_of(file_name: str) -> str:
    """Derive a key from a file name, for an upload that names none.

    Raises:
        UploadInvalid: the name holds no Latin letter and no digit.
    """
    plain = unicodedata.normalize("NFKD", PurePath(file_name).stem).encode("ascii", "ignore")
    words = re.findall(r"[a-z0-9]+", plain.decode().lower())
    key = "-".join(words)[:MAXIMUM_LENGTH].strip("-")
    return valid_asset_key(f"asset-{key}" if len(key) == 1 else key)
