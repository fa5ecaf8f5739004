"""Folders to and from assets, as ZIP files and in the VAMS layout, over the running twin."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from tests.e2e.conftest import Twin

pytestmark = [pytest.mark.slow, pytest.mark.container, pytest.mark.timeout(600)]

KEY = "e2e-folder"
FILES = {
    "drawings/Schaltplan 'geprüft'.txt": b"Drawing 1\n" * 1000,
    "measured/may.csv": b"time,bar\n0,4.1\n",
    "notes.txt": b"Only a line.\n",
}
LESS = {path: content for path, content in FILES.items() if path != "notes.txt"}


def test_a_folder_goes_into_an_asset_and_only_what_differs(twin: Twin, tmp_path: Path) -> None:
    folder = _written(tmp_path / "P-101 of May", FILES)
    sync = ("assets", "sync", str(folder), "--key", KEY)
    first = twin.run(*sync, "--comment", "May", role="engineer")
    assert (first["version"], first["sent"], first["refused"]) == (1, sorted(FILES), [])
    again = twin.run(*sync, role="engineer")
    assert (again["version"], again["sent"], again["same"]) == (None, [], 3)
    (folder / "notes.txt").unlink()
    less = twin.run(*sync, "--delete", role="engineer")
    assert (less["version"], less["sent"], less["removed"]) == (2, [], ["notes.txt"])
    refused = twin.run(*sync, role="viewer")
    assert (refused["sent"], refused["same"]) == ([], 2)  # there is nothing to change
    (folder / "new.txt").write_bytes(b"new")
    assert twin.run(*sync, role="viewer", code=1)["error"]["code"] == "ACCESS_DENIED"


def test_versions_come_back_as_they_were(twin: Twin, tmp_path: Path) -> None:
    back = tmp_path / "back"
    download = ("assets", "download", KEY, str(back))
    told = twin.run(*download, "--version", "1", role="viewer")
    assert (told["brought"], told["same"]) == (sorted(FILES), 0)
    assert _contents(back) == FILES
    assert twin.run(*download, role="viewer") == {"version": 2, "brought": [], "same": 2}


def test_a_version_comes_as_one_zip_file(twin: Twin, tmp_path: Path) -> None:
    file = tmp_path / "P-101.zip"
    zipped = ("assets", "download", KEY, str(file), "--zip", "--version")
    told = twin.run(*zipped, "1", role="viewer")
    assert told["size_bytes"] == file.stat().st_size
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        assert {one.filename: archive.read(one) for one in archive.infolist()} == FILES
    unknown = twin.run(*zipped, "9", role="viewer", code=1)
    assert unknown["error"]["code"] == "VERSION_UNKNOWN"


def test_assets_move_between_databases_in_the_vams_layout(twin: Twin, tmp_path: Path) -> None:
    there, back = tmp_path / "there", tmp_path / "back"
    twin.run("assets", "tag", KEY, "--add", "moved", role="engineer")
    twin.run("assets", "export", str(there), KEY, role="viewer")
    assert _contents(there / KEY) == LESS
    twin.run("databases", "create", "e2e-copies")
    copies = ("--database", "e2e-copies")
    imported = twin.run("assets", "import", str(there), *copies)
    (asset,) = imported["imported"]
    assert (asset["asset_key"], asset["sent"], asset["refused"]) == (KEY, sorted(LESS), [])
    again = twin.run("assets", "import", str(there), *copies)
    assert [one["sent"] for one in again["imported"]] == [[]]
    twin.run("assets", "export", str(back), KEY, *copies)
    assert _contents(back / KEY) == LESS
    assert _described(back) == _described(there)


def test_a_file_that_is_uploaded_joins_those_that_are_there(twin: Twin, tmp_path: Path) -> None:
    file = tmp_path / "more.txt"
    file.write_bytes(b"One more.\n")
    twin.run("assets", "upload", str(file), "--key", KEY, "--wait", role="engineer")
    told = twin.run("assets", "download", KEY, str(tmp_path / "back"), role="viewer")
    assert (told["version"], told["brought"]) == (3, sorted([*LESS, "more.txt"]))


def _written(folder: Path, files: dict[str, bytes]) -> Path:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def _contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def _described(folder: Path) -> dict[str, object]:
    (asset,) = json.loads((folder / "export.json").read_text(encoding="utf-8"))["assets"]
    return {name: asset[name] for name in ("assetid", "assetname", "tags")}
