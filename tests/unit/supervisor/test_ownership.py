"""One `twin up` for one state folder, from before it is deployed."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from twin_local.supervisor import preflight
from twin_local.supervisor.errors import AlreadyRunningError, DiskFullError, SupervisorError
from twin_local.supervisor.layout import Layout
from twin_local.supervisor.ownership import FILE_NAME, on_disk, owned, owner
from twin_local.supervisor.supervisor import Supervisor

HOLD = """
import sys
from pathlib import Path
from twin_local.supervisor.ownership import owned

with owned(Path(sys.argv[1])):
    print("owned", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def other(layout: Layout) -> Iterator[subprocess.Popen[str]]:
    """Return another process that owns the state folder and has written nothing else."""
    command = [sys.executable, "-c", HOLD, str(layout.state)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "owned\n"
        yield process
        process.kill()


def test_a_second_start_is_refused_before_it_touches_anything(
    layout: Layout, other: subprocess.Popen[str]
) -> None:
    kept = layout.state / "journal.sqlite"
    kept.write_bytes(b"written by the first")
    with pytest.raises(AlreadyRunningError) as caught:
        Supervisor(layout, print).run(fresh=True)
    assert caught.value.found == f"process {other.pid}"
    assert kept.read_bytes() == b"written by the first"
    assert other.poll() is None


def test_the_doctor_sees_a_twin_that_starts(layout: Layout, other: subprocess.Popen[str]) -> None:
    error = preflight.running(layout).error
    assert isinstance(error, AlreadyRunningError)
    assert error.found == f"process {other.pid}"


def test_the_folder_of_a_killed_twin_is_free(layout: Layout, other: subprocess.Popen[str]) -> None:
    other.kill()
    other.wait()
    assert owner(layout.state) is None
    with owned(layout.state):
        assert owner(layout.state) == os.getpid()
        assert preflight.running(layout).error is None
    assert owner(layout.state) is None


def test_a_fresh_start_keeps_the_lock_it_holds(layout: Layout) -> None:
    with owned(layout.state):
        Supervisor(layout, print)._start_over()
        assert (layout.state / FILE_NAME).is_file()
        assert owner(layout.state) == os.getpid()


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(SupervisorError, match="cannot be written") as caught,
        owned(tmp_path / "file" / "state"),
    ):
        pass
    assert caught.value.where == str(tmp_path / "file" / "state")


def test_a_full_disk_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DiskFullError, match=f"free some space for {tmp_path}"), on_disk(tmp_path):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_another_failure_of_the_disk_stays_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError), on_disk(tmp_path):
        tmp_path.read_text(encoding="utf-8")


def test_a_refusal_reads_as_a_sentence() -> None:
    error = AlreadyRunningError("it runs", where="`twin down` stops it")
    assert str(error) == "TWIN_ALREADY_RUNNING: it runs; remedy: `twin down` stops it"
