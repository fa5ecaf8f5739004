"""A damaged file of the state folder is named, with what is to be done; never a traceback."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from twin_local.cli.main import main
from twin_local.server.persistence.databases import check_database
from twin_local.server.persistence.errors import (
    StateDamagedError,
    StateIncompatibleError,
    StateIncompleteError,
)
from twin_local.server.persistence.manifest import MANIFEST
from twin_local.server.persistence.snapshots import SnapshotFolder, compatibility
from twin_local.services.documents import Documents
from twin_local.services.settings import SETTINGS, configure
from twin_local.supervisor.errors import FileDamagedError
from twin_local.supervisor.status import FILE_NAME, read_status
from twin_local.supervisor.synthesis import RECORD
from twin_local.supervisor.synthesis import _read as read_record
from twin_local.supervisor.users import FILE_NAME as USERS
from twin_local.supervisor.users import _read as read_users

DAMAGED = ["", "{", "[]", "null", "{}", '{"users": 1}', '{"users": [], "colour": "red"}']


@pytest.mark.parametrize("text", DAMAGED)
def test_a_damaged_status_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE_NAME).write_text(text, encoding="utf-8")
    with pytest.raises(FileDamagedError) as caught:
        read_status(tmp_path)
    assert str(tmp_path / FILE_NAME) in caught.value.found
    assert "remove the file" in caught.value.where


@pytest.mark.parametrize("command", ["status", "down"])
def test_commands_say_that_the_status_file_is_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    (tmp_path / FILE_NAME).write_text('{"site": ', encoding="utf-8")
    monkeypatch.setenv("TWIN_STATE", str(tmp_path))
    result = CliRunner().invoke(main, [command])
    assert result.exit_code == 1
    assert "FILE_DAMAGED" in result.output
    assert str(tmp_path / FILE_NAME) in result.output


@pytest.mark.parametrize("text", ["", "{", "[1]", '[{"name": "admin"}]'])
def test_damaged_passwords_are_named(tmp_path: Path, text: str) -> None:
    (tmp_path / USERS).write_text(text, encoding="utf-8")
    with pytest.raises(FileDamagedError, match="--fresh"):
        read_users(tmp_path)


@pytest.mark.parametrize("text", [None, "", "{", "nonsense"])
def test_a_damaged_record_of_a_synthesis_counts_for_nothing(
    tmp_path: Path, text: str | None
) -> None:
    if text is not None:
        (tmp_path / RECORD).write_text(text, encoding="utf-8")
    assert read_record(tmp_path / RECORD) is None


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Return the file of a service's documents, of many pages."""
    path = tmp_path / "iottwinmaker-1-us-east-1.sqlite"
    documents = Documents(path)
    for number in range(500):
        documents.put("entity", str(number), {"text": "x" * 200})
    documents.close()
    return path


def test_a_whole_database_is_taken(database: Path) -> None:
    check_database(database)
    check_database(database.with_name("not-yet.sqlite"))


def cut(path: Path) -> None:
    body = path.read_bytes()
    path.write_bytes(body[: len(body) // 2])


def overwrite_header(path: Path) -> None:
    path.write_bytes(b"nonsense" * 64 + path.read_bytes()[512:])


def overwrite_page(path: Path) -> None:
    body = bytearray(path.read_bytes())
    body[8 * 4096 : 9 * 4096] = b"\xff" * 4096
    path.write_bytes(body)


@pytest.mark.parametrize("damage", [cut, overwrite_header, overwrite_page])
def test_a_damaged_database_is_named_with_the_way_out(
    database: Path, damage: Callable[[Path], None]
) -> None:
    damage(database)
    with pytest.raises(StateDamagedError, match="--fresh") as caught:
        check_database(database)
    assert caught.value.code == "STATE_DAMAGED"
    assert caught.value.where == str(database)


def test_services_do_not_start_on_a_damaged_database(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SETTINGS, "state_folder", None)
    overwrite_header(database)
    with pytest.raises(StateDamagedError, match=str(database)):
        configure(state_folder=database.parent)
    assert SETTINGS.state_folder is None


@pytest.fixture
def snapshots(tmp_path: Path) -> Path:
    """Return a folder with the manifest of one snapshot, whose file is missing."""
    listed = {"moto.sqs.models.SQSBackend": ["a.pickle", "0" * 64]}
    manifest = {**compatibility(), "snapshots": listed}
    (tmp_path / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("body", [None, b"", b"cut off"])
def test_a_snapshot_that_is_missing_cut_off_or_altered_is_named(
    snapshots: Path, body: bytes | None
) -> None:
    if body is not None:
        (snapshots / "a.pickle").write_bytes(body)
    with pytest.raises(StateIncompleteError, match=r"STATE_INCOMPLETE.*--fresh") as caught:
        SnapshotFolder(snapshots).restore()
    assert caught.value.where == str(snapshots / "a.pickle")


@pytest.mark.parametrize("text", ["", "{", "{}", '{"snapshots": 1}'])
def test_a_damaged_manifest_is_named(snapshots: Path, text: str) -> None:
    (snapshots / MANIFEST).write_text(text, encoding="utf-8")
    with pytest.raises(StateIncompleteError, match="not a manifest"):
        SnapshotFolder(snapshots).restore()


def test_snapshots_without_a_manifest_are_not_taken_for_a_fresh_start(snapshots: Path) -> None:
    (snapshots / MANIFEST).unlink()
    assert SnapshotFolder(snapshots).restore() is False
    (snapshots / "a.pickle").touch()
    with pytest.raises(StateIncompleteError, match="missing"):
        SnapshotFolder(snapshots).restore()


@pytest.mark.parametrize("part", ["moto", "python", "format"])
def test_the_state_of_another_version_is_refused(snapshots: Path, part: str) -> None:
    manifest = json.loads((snapshots / MANIFEST).read_text(encoding="utf-8")) | {part: "0.1"}
    (snapshots / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(StateIncompatibleError, match="--fresh"):
        SnapshotFolder(snapshots).restore()
