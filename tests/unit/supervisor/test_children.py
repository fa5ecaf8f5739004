"""Processes are started, started again and ended with all they started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from twin_local.supervisor import children
from twin_local.supervisor.children import MARK, Child, marked, sweep

WAITS = "import time; print('up', flush=True); time.sleep(600)"
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    "print('up', flush=True); time.sleep(600)"
)
FAMILY = (
    "import subprocess, sys, time; "
    "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'], "
    "start_new_session=True); print('up', flush=True); time.sleep(600)"
)


@pytest.fixture
def child(tmp_path: Path) -> Iterator[Callable[[str], Child]]:
    """Return a function that starts a process with the mark of the test's folder."""
    started: list[Child] = []

    def child(code: str) -> Child:
        one = Child(
            name="one",
            command=(sys.executable, "-c", code),
            environment={**os.environ, MARK: str(tmp_path)},
            log=tmp_path / "logs" / "one.log",
        )
        started.append(one)
        one.start()
        return one

    yield child
    for one in started:
        one.stop()
    sweep(tmp_path)


def until(condition: Callable[[], object], seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


def is_up(one: Child) -> bool:
    return one.last_line() == "up"


def test_a_process_ends_when_it_is_asked_to(child: Callable[[str], Child]) -> None:
    one = child(WAITS)
    until(lambda: is_up(one))
    assert one.exit_code is None
    one.stop()
    assert one.exit_code == -signal.SIGTERM


def test_a_process_that_does_not_end_is_made_to(
    child: Callable[[str], Child], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "STOP_SECONDS", 0.2)
    one = child(STUBBORN)
    until(lambda: is_up(one))
    one.stop()
    assert one.exit_code == -signal.SIGKILL


def test_what_a_process_left_in_a_session_of_its_own_is_swept(
    child: Callable[[str], Child], tmp_path: Path
) -> None:
    one = child(FAMILY)
    until(lambda: is_up(one))
    one.stop()
    assert len(list(marked(tmp_path))) == 1
    assert sweep(tmp_path) == 1
    assert list(marked(tmp_path)) == []


def test_processes_of_another_state_folder_are_left_alone(
    child: Callable[[str], Child], tmp_path: Path
) -> None:
    one = child(WAITS)
    until(lambda: is_up(one))
    assert sweep(tmp_path / "other") == 0
    assert one.exit_code is None


def test_a_process_that_ended_is_started_again_after_a_pause_that_doubles(
    child: Callable[[str], Child], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    told: list[str] = []
    one = child("raise SystemExit(3)")
    for pause in (1.0, 2.0, 4.0):
        assert one._process is not None
        one._process.wait(20)
        first = one.process_id
        one.tend(told.append)
        assert f"stopped (exit code 3); starting again in {pause:g} s" in told[-1]
        now[0] += pause / 2
        one.tend(told.append)
        assert one.process_id == first
        now[0] += pause
        one.tend(told.append)
        assert one.process_id != first
    assert len(told) == 3


def test_a_process_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    program = (
        "import os, sys, time\n"
        "from pathlib import Path\n"
        "from twin_local.supervisor.children import Child\n"
        f"log = Path({str(tmp_path)!r}) / 'one.log'\n"
        f"one = Child('one', (sys.executable, '-c', {WAITS!r}), dict(os.environ), log)\n"
        "one.start()\n"
        "print(one.process_id, flush=True)\n"
        "time.sleep(600)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent.stdout:
        process = int(parent.stdout.readline())
    until(lambda: (tmp_path / "one.log").read_text(encoding="utf-8") == "up\n")
    parent.kill()
    parent.wait(20)
    until(lambda: not psutil.pid_exists(process))
