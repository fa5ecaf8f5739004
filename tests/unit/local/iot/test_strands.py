"""Strands keep the order within and do not wait for each other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from twin_local.execution.iot.rules.strands import Strands


@pytest.fixture
def strands() -> Iterator[Strands]:
    made = Strands(maximum_waiting=1000)
    yield made
    made.close()


def until(event: threading.Event) -> Callable[[], None]:
    """Return a task that lasts until an event."""

    def wait() -> None:
        event.wait(5)

    return wait


def test_tasks_of_a_strand_run_in_order(strands: Strands) -> None:
    done: list[int] = []
    finished = threading.Event()
    for number in range(500):
        strands.submit("a", partial(done.append, number))
    strands.submit("a", finished.set)
    assert finished.wait(5)
    assert done == list(range(500))


def test_a_slow_strand_does_not_hold_up_another(strands: Strands) -> None:
    release, other = threading.Event(), threading.Event()
    strands.submit("slow", until(release))
    strands.submit("fast", other.set)
    assert other.wait(5)
    release.set()


def test_a_task_that_fails_does_not_end_its_strand(
    strands: Strands, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise RuntimeError("bad message")

    done = threading.Event()
    strands.submit("a", fail)
    strands.submit("a", done.set)
    assert done.wait(5)
    assert "a message was lost" in caplog.text


def test_what_is_too_much_for_a_strand_is_dropped_and_said(
    caplog: pytest.LogCaptureFixture,
) -> None:
    strands, release = Strands(maximum_waiting=2), threading.Event()
    second, last = threading.Event(), threading.Event()
    dropped: list[int] = []
    strands.submit("a", until(release))
    strands.submit("a", second.set)
    strands.submit("a", partial(dropped.append, 1))
    assert "a message was dropped" in caplog.text
    release.set()
    assert second.wait(5)
    strands.submit("a", last.set)
    assert last.wait(5)
    strands.close()
    assert dropped == []
