"""`twin assets sync` and `twin assets download`: folders to and from assets."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from spatial_zip.handler import handler as pack
from tests.integration.spatial.cli_client import Client
from tests.integration.spatial.plane import STEP, SpatialPlane
from tests.integration.spatial.test_archives import Invocation
from twin_local.cli import asset_sync, file_upload, part_transfer
from twin_local.cli.client import ApiUnreachable
from twin_local.cli.commands import assets
from twin_local.cli.transfer import folder_sync, ranged_fetch, version_download
from twin_runtime import clients
from twin_runtime.logging import logger

NOTES = "Schaltplan – geprüft".encode()  # noqa: RUF001 - a dash that people type


@pytest.fixture
def client(
    plane: SpatialPlane, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Client:
    client = Client(plane)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    monkeypatch.setattr(asset_sync, "ApiClient", lambda: client)
    monkeypatch.setattr(asset_sync, "ARCHIVE_POLL_SECONDS", 0.0)
    monkeypatch.setattr(file_upload, "POLL_SECONDS", 0.0)
    monkeypatch.setattr(part_transfer, "FIRST_PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(part_transfer, "TRIES", 2)
    # The S3 in this process is not made for several threads at a time.
    monkeypatch.setattr(folder_sync, "FILES_AT_A_TIME", 1)
    monkeypatch.setattr(version_download, "FILES_AT_A_TIME", 1)
    monkeypatch.setattr(logger(), "handlers", [logging.NullHandler()])
    return client


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "P-101"
    (folder / "cad" / "parts").mkdir(parents=True)
    (folder / "cad" / "pump.step").write_bytes(STEP)
    (folder / "cad" / "parts" / "Gehäuse 'neu'.step").write_bytes(STEP + b"\n")
    (folder / "notes.txt").write_bytes(NOTES)
    (folder / "cad" / "pump.bak").write_bytes(b"old")
    (folder / ".twinignore").write_text("# no backups\n*.bak\n", encoding="utf-8")
    return folder


def run(*arguments: str | Path, code: int = 0) -> Any:  # noqa: ANN401 - any JSON
    result = CliRunner().invoke(assets.command, [*map(str, arguments), "--json"])
    assert result.exit_code == code, (result.output, result.exception)
    return json.loads(result.stdout)


def test_a_folder_becomes_one_version_and_the_next_run_sends_what_changed(
    client: Client, folder: Path
) -> None:
    first = run("sync", folder, "--comment", "first")
    paths = ["cad/parts/Gehäuse 'neu'.step", "cad/pump.step", "notes.txt"]
    assert (first["asset_key"], first["version"], first["sent"]) == ("p-101", 1, paths)
    assert (first["ignored"], first["refused"]) == (2, [])
    again = run("sync", folder)
    assert (again["version"], again["sent"], again["same"]) == (None, [], 3)
    (folder / "cad" / "pump.step").write_bytes(STEP + b"\n\n")
    (folder / "notes.txt").unlink()
    changed = run("sync", folder)
    assert (changed["version"], changed["sent"]) == (2, ["cad/pump.step"])
    assert changed["not_in_folder"] == ["notes.txt"]
    removed = run("sync", folder, "--delete")
    assert (removed["version"], removed["removed"]) == (3, ["notes.txt"])


def test_a_dry_run_changes_nothing(client: Client, folder: Path) -> None:
    told = run("sync", folder, "--dry-run")
    assert len(told["to_send"]) == 3
    assert told["sent"] == []
    assert "Contents" not in clients.s3().list_objects_v2(Bucket="assets")


def test_refused_files_are_named_and_the_others_published(client: Client, folder: Path) -> None:
    (folder / "broken.step").write_bytes(b"<html></html>")
    (folder / "link.step").symlink_to(folder / "cad" / "pump.step")
    told = run("sync", folder, code=1)
    assert {one["path"]: one["code"] for one in told["refused"]} == {
        "broken.step": "CONTENT_NOT_AS_NAMED",
        "link.step": "LINK_NOT_FOLLOWED",
    }
    assert (told["version"], len(told["sent"])) == (1, 3)


def test_a_run_that_was_cut_off_is_gone_on_with(client: Client, folder: Path) -> None:
    client.failures = [ApiUnreachable("gone")] * 20
    result = CliRunner().invoke(assets.command, ["sync", str(folder)])
    assert isinstance(result.exception, ApiUnreachable)
    client.failures = []
    told = run("sync", folder)
    assert (told["version"], len(told["sent"]) + told["same"], told["refused"]) == (1, 3, [])


def test_what_was_sent_comes_back_and_only_once(
    client: Client, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("sync", folder)
    monkeypatch.setattr(ranged_fetch, "PIECE_BYTES", 10)
    target = tmp_path / "back"
    told = run("download", "p-101", target)
    assert (told["version"], told["same"]) == (1, 0)
    for path in told["brought"]:
        assert (target / path).read_bytes() == (folder / path).read_bytes()
    partial = target / "notes.txt.part"
    (target / "notes.txt").rename(partial)
    partial.write_bytes(NOTES[:7])
    assert run("download", "p-101", target)["brought"] == ["notes.txt"]
    assert (target / "notes.txt").read_bytes() == NOTES
    assert not partial.exists()


def test_damaged_bytes_and_ways_out_of_the_folder_are_refused(
    client: Client, folder: Path, tmp_path: Path
) -> None:
    run("sync", folder)
    target = tmp_path / "back"
    target.mkdir()
    (target / "notes.txt.part").write_bytes(b"x" * 5)
    result = CliRunner().invoke(assets.command, ["download", "p-101", str(target)])
    assert getattr(result.exception, "code", "") == "DOWNLOAD_DAMAGED"
    assert not (target / "notes.txt").exists()
    other = tmp_path / "other"
    other.mkdir()
    linked = tmp_path / "linked"
    linked.mkdir()
    (linked / "cad").symlink_to(other)
    result = CliRunner().invoke(assets.command, ["download", "p-101", str(linked)])
    assert getattr(result.exception, "code", "") == "PLACE_TAKEN"
    assert list(other.iterdir()) == []


def test_a_version_comes_as_one_zip_file(
    client: Client, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("sync", folder)
    asked = client.call

    def call(operation_id: str, *arguments: Any, **more: Any) -> Any:  # noqa: ANN401
        if operation_id == "getArchive":
            orders = [one for one in client.plane.events if one["type"] == "ArchiveRequested"]
            pack({"detail": orders[-1]}, Invocation())
        return asked(operation_id, *arguments, **more)

    monkeypatch.setattr(client, "call", call)
    file = tmp_path / "pump.zip"
    told = run("download", "p-101", file, "--zip")
    assert told["size_bytes"] == file.stat().st_size
    assert file.read_bytes().startswith(b"PK")
