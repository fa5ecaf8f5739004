"""Temporary storage outlives a killed process; a new one uses nothing of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from search_runtime.workspace import Workspace

WRITES_FOR_EVER = """
import tempfile, time, sys
tempfile.tempdir = sys.argv[1]
from search_runtime.workspace import Workspace
from twin.catalogue.search.sqlite.engine import SqliteEngine
workspace = Workspace()
engine = SqliteEngine(workspace.folder / "index", is_new=True)
engine._database.execute("BEGIN")
engine._database.execute("INSERT INTO tag VALUES ('half', 1)")
print(workspace.folder, flush=True)
time.sleep(60)
"""


def test_folder_of_a_killed_process_is_removed_and_of_a_running_one_is_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    command = [sys.executable, "-c", WRITES_FOR_EVER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        folder = Path(process.stdout.readline().strip())
        mine = Workspace()
        assert (folder / "index").exists()
        process.kill()
        process.wait()
    mine.close()
    another = Workspace()
    assert not folder.exists()
    assert [one.name for one in another.folder.iterdir()] == ["lock"]
    another.close()
