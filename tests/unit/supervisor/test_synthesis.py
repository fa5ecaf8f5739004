"""The app of a site is run when something has changed, and ended when the twin is to stop."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tests.twin_process import eventually
from twin_local.supervisor.errors import SynthesisError
from twin_local.supervisor.layout import Layout
from twin_local.supervisor.synthesis import RECORD, synthesize

WRITES = """
import os, pathlib
folder = pathlib.Path(os.environ["CDK_OUTDIR"])
folder.mkdir(parents=True)
(folder / "manifest.json").write_text("{}")
"""
HANGS = """
import os, pathlib, signal, subprocess, sys, time
{prepare}
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
pathlib.Path("pids").write_text(f"{{os.getpid()}} {{child.pid}}")
time.sleep(600)
"""
UNWILLING = "signal.signal(signal.SIGTERM, signal.SIG_IGN)"


def app(layout: Layout, program: str) -> Path:
    path = layout.root / "app.py"
    path.write_text(program, encoding="utf-8")
    return path


def test_it_is_done_once_until_something_changes(layout: Layout) -> None:
    path = app(layout, WRITES)
    never = threading.Event()
    assert [synthesize(layout, path, never) for _ in range(2)] == [True, False]
    (layout.assembly / "manifest.json").write_text('{"other": 1}', encoding="utf-8")
    assert synthesize(layout, path, never)
    app(layout, WRITES + "\n# changed")
    assert synthesize(layout, path, never)


def test_an_app_that_fails_is_told_with_its_last_line(layout: Layout) -> None:
    path = app(layout, "import sys\nprint('said')\nsys.exit('the reason')\n")
    with pytest.raises(SynthesisError, match="the reason") as refused:
        synthesize(layout, path, threading.Event())
    assert Path(refused.value.where).read_text(encoding="utf-8") == "said\nthe reason\n"
    assert not (layout.state / RECORD).exists()


@pytest.mark.parametrize("prepare", ["", UNWILLING], ids=["willing", "unwilling"])
def test_an_app_that_is_to_stop_is_ended_with_what_it_started(
    layout: Layout, monkeypatch: pytest.MonkeyPatch, prepare: str
) -> None:
    monkeypatch.setattr("twin_local.supervisor.synthesis.END_S", 0.2)
    path, stopping = app(layout, HANGS.format(prepare=prepare)), threading.Event()
    done: list[bool] = []
    thread = threading.Thread(target=lambda: done.append(synthesize(layout, path, stopping)))
    thread.start()
    pids = layout.root / "pids"
    written = eventually(
        lambda: pids.is_file() and pids.read_text(encoding="utf-8"),
        seconds=20,
        what="the app",
        every=0.02,
    )
    stopping.set()
    thread.join()
    assert done == [False]
    assert not (layout.state / RECORD).exists()
    pids_left = [int(pid) for pid in str(written).split()]
    eventually(
        lambda: all(_is_gone(pid) for pid in pids_left), seconds=5, what="their end", every=0.02
    )


def _is_gone(pid: int) -> bool:
    """Say whether a process has ended; nobody may have taken note of it yet."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return True
    return state == "Z"
