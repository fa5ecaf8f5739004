"""The content address of a file on disk, as the catalogue has it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from twin.spatial.converter import MAXIMUM_SOURCE_BYTES
from twin.spatial.digests import composite_sha256, to_hexadecimal
from twin.spatial.part_plan import PartPlan
from twin.spatial.upload import TREE
from twin_local.cli.file_parts import checksum_of


def content_address(path: Path, size_bytes: int) -> str:
    """Return the SHA-256 of a file, or the tree digest of one that S3 does not copy at once."""
    if size_bytes > MAXIMUM_SOURCE_BYTES:
        parts = (checksum_of(path, part, "SHA256") for part in PartPlan.of(size_bytes))
        return TREE + to_hexadecimal(composite_sha256(parts))
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
