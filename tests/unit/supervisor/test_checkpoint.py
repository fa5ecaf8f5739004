"""The state from before a deployment comes back whole, whenever things were killed."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from twin_local.engine.store import FILE_NAME as STORE
from twin_local.supervisor import checkpoint as module
from twin_local.supervisor.checkpoint import Checkpoint
from twin_local.supervisor.errors import InterruptedDeploymentError, SupervisorError


def write(state: Path, value: str) -> None:
    """Write a state: one snapshot, one service's database, the engine's store."""
    snapshots = state / "state"
    snapshots.mkdir(parents=True, exist_ok=True)
    for path in snapshots.glob("*.pickle"):
        path.unlink()
    (snapshots / f"{value}.pickle").write_text(value, encoding="utf-8")
    manifest = json.dumps({"snapshots": {"sqs": [f"{value}.pickle", "digest"]}})
    (snapshots / "partial").write_text(manifest, encoding="utf-8")
    (snapshots / "partial").replace(snapshots / "manifest.json")
    (state / "services").mkdir(exist_ok=True)
    for path in (state / "services" / "sitewise.sqlite", state / STORE):
        with closing(sqlite3.connect(path)) as database, database:
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("CREATE TABLE IF NOT EXISTS document (value TEXT)")
            database.execute("INSERT INTO document VALUES (?)", (value,))


def read(state: Path) -> list[str]:
    """Return what the state holds, from the snapshot and both databases."""
    manifest = json.loads((state / "state" / "manifest.json").read_text(encoding="utf-8"))
    [(file, _)] = manifest["snapshots"].values()
    found = [(state / "state" / file).read_text(encoding="utf-8")]
    for path in (state / "services" / "sitewise.sqlite", state / STORE):
        with closing(sqlite3.connect(path)) as database:
            rows = database.execute("SELECT value FROM document").fetchall()
            found.append("+".join(value for (value,) in rows))
    return found


@pytest.fixture
def state(tmp_path: Path) -> Path:
    write(tmp_path, "one")
    return tmp_path


def test_what_a_killed_deployment_did_is_undone(state: Path) -> None:
    Checkpoint(state).take()
    write(state, "two")
    (state / "services" / "greengrass.sqlite").touch()
    assert Checkpoint(state).exists
    Checkpoint(state).restore()
    assert read(state) == ["one", "one", "one"]
    assert not (state / "services" / "greengrass.sqlite").exists()
    assert not Checkpoint(state).exists


def test_a_first_deployment_that_was_killed_leaves_nothing(tmp_path: Path) -> None:
    Checkpoint(tmp_path).take()
    write(tmp_path, "one")
    Checkpoint(tmp_path).restore()
    assert not (tmp_path / "state").exists()
    assert list((tmp_path / "services").iterdir()) == []
    assert not (tmp_path / STORE).exists()


def test_a_deployment_that_ended_keeps_what_it_did(state: Path) -> None:
    Checkpoint(state).take()
    write(state, "two")
    Checkpoint(state).drop()
    assert not Checkpoint(state).exists
    assert read(state) == ["two", "one+two", "one+two"]


def test_a_database_in_use_is_copied_as_of_its_last_transaction(state: Path) -> None:
    with closing(sqlite3.connect(state / STORE, isolation_level=None)) as open_store:
        open_store.execute("INSERT INTO document VALUES ('kept')")
        open_store.execute("BEGIN")
        open_store.execute("INSERT INTO document VALUES ('not yet')")
        Checkpoint(state).take()
        open_store.execute("COMMIT")
    Checkpoint(state).restore()
    assert read(state)[2] == "one+kept"


def test_a_kill_while_the_copy_is_made_changes_nothing(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(module, "_copy_database", killed)
        with pytest.raises(KeyboardInterrupt):
            Checkpoint(state).take()
    assert not Checkpoint(state).exists
    Checkpoint(state).take()
    assert Checkpoint(state).exists


def test_a_kill_while_the_state_is_put_back_is_made_good_by_the_next_start(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Checkpoint(state).take()
    write(state, "two")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copyfile", killed)
        with pytest.raises(KeyboardInterrupt):
            Checkpoint(state).restore()
    Checkpoint(state).restore()
    assert read(state) == ["one", "one", "one"]


def test_a_state_that_cannot_be_copied_is_refused_before_anything_is_changed(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "_copy_database", full)
    with pytest.raises(SupervisorError, match="No space left"):
        Checkpoint(state).take()
    assert not Checkpoint(state).exists


def test_a_state_that_cannot_be_put_back_is_refused_and_the_copy_stays(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Checkpoint(state).take()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(InterruptedDeploymentError, match="--fresh") as caught:
        Checkpoint(state).restore()
    assert caught.value.code == "STATE_HALF_WRITTEN"
    assert Checkpoint(state).exists


def test_a_snapshot_that_a_newer_one_replaces_meanwhile_is_not_mixed_with_it(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = os.link

    def replaced_first(source: Path, target: Path) -> None:
        if source.name == "one.pickle":
            write(state, "two")
        link(source, target)

    monkeypatch.setattr(os, "link", replaced_first)
    Checkpoint(state).take()
    monkeypatch.undo()
    Checkpoint(state).restore()
    assert read(state)[0] == "two"
