"""An archive of several parts becomes the files of an asset."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.e2e.conftest import Twin, eventually

pytestmark = [pytest.mark.slow, pytest.mark.container, pytest.mark.timeout(600)]

LARGE_TEXT = b"All of this is one note.\n" * (9 * 1024**2 // 25)


def test_members_of_an_archive_become_files(twin: Twin, tmp_path: Path) -> None:
    file = tmp_path / "notes.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("large.txt", LARGE_TEXT)
        archive.writestr("more/small.txt", b"Only a line.\n")
    options = ("--key", "notes", "--unpack", "--wait")
    unpacked = twin.run("assets", "upload", str(file), *options)
    assert (unpacked["state"], unpacked["step"]) == ("PUBLISHED", "unpacked")
    files = eventually(lambda: _files(twin), seconds=120, what="both members")
    assert files == {"large.txt": len(LARGE_TEXT), "more/small.txt": 13}


def _files(twin: Twin) -> dict[str, int] | None:
    """Return the sizes of the files of the asset, once there are two."""
    keys = {one["asset_key"] for one in twin.run("assets", "list")["assets"]}
    if "notes" not in keys:
        return None
    files = twin.run("assets", "show", "notes")["files"]
    return {one["path"]: one["size_bytes"] for one in files} if len(files) == 2 else None
