"""How AWS counts."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path


def compact(value: object) -> str:
    """Return JSON without white space between its parts."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def characters(document: object) -> int:
    """Return the length of a policy as IAM counts it: without white space."""
    return len("".join(compact(document).split()))


def unpacked_bytes(path: Path) -> int:
    """Return the size of a folder or, of an archive, of what is in it."""
    if path.is_dir():
        return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return sum(item.file_size for item in archive.infolist())
    return path.stat().st_size
