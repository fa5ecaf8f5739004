"""The private memory of a process is read when it may have changed, and not for every task."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from twin_local.execution.processes import memory
from twin_local.execution.processes.memory import LONGEST_SECONDS, Gauge

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc is of Linux")

ALLOCATES = """
import sys
held = []
for line in sys.stdin:
    held.append(bytearray(8 << 20))
    print()
"""
"""Takes eight megabytes whenever it is told to."""


class Clock:
    """A clock that tests set."""

    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def child() -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", ALLOCATES],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        allocate(process)
        yield process
        process.kill()


def allocate(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write("\n")
    process.stdin.flush()
    process.stdout.readline()


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    made: list[int] = []
    original = memory.private_bytes

    def count(pid: int) -> int | None:
        made.append(pid)
        return original(pid)

    monkeypatch.setattr(memory, "private_bytes", count)
    return made


def test_what_did_not_change_is_not_read_again_for_a_while(
    child: subprocess.Popen[str], readings: list[int]
) -> None:
    clock = Clock()
    gauge = Gauge(child.pid, clock)
    first = gauge.private_bytes()
    assert [gauge.private_bytes() for _ in range(5)] == [first] * 5
    assert readings == [child.pid]
    clock.now += LONGEST_SECONDS
    assert gauge.private_bytes() is not None
    assert len(readings) == 2


def test_memory_that_was_taken_is_seen_at_once(
    child: subprocess.Popen[str], readings: list[int]
) -> None:
    gauge = Gauge(child.pid, Clock())
    before = gauge.private_bytes()
    allocate(child)
    after = gauge.private_bytes()
    assert before is not None and after is not None
    assert after - before >= 7 << 20


def test_a_process_that_ended_has_none(child: subprocess.Popen[str]) -> None:
    gauge = Gauge(child.pid, Clock())
    assert gauge.private_bytes()
    child.kill()
    child.wait()
    assert gauge.private_bytes() is None
