"""One attempt of a job: start the container's process, pass its output on, wait for its end."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from twin_local.execution.batch.container import ContainerProcess
from twin_local.execution.batch.retries import Ending
from twin_local.execution.processes.client import Child, KeeperClient

POLL_S = 0.2
STOP_S = 30.0
"""Time between SIGTERM and SIGKILL, as on Fargate."""

NICENESS = 5
EXITED = "Essential container in task exited"
TIMED_OUT = "Job attempt duration exceeded timeout"
TOO_LONG_LINE_BYTES = 256 * 1024


@dataclass(frozen=True)
class Limits:
    """Memory in bytes and the longest duration of one attempt in seconds."""

    memory_bytes: int | None
    duration_s: float | None


class Output:
    """Splits what a process prints into lines and hands them on, many at a time."""

    def __init__(self, descriptor: int, write: Callable[[list[str]], None]) -> None:
        self._descriptor = descriptor
        self._write = write
        self._rest = b""

    def pass_on(self, wait_s: float) -> None:
        """Wait for output and hand on the complete lines."""
        if not select.select([self._descriptor], [], [], wait_s)[0]:
            return
        part = os.read(self._descriptor, 1 << 16)
        if not part:
            time.sleep(wait_s)  # the stream has ended, the process has not yet
        *lines, self._rest = (self._rest + part).split(b"\n")
        if len(self._rest) > TOO_LONG_LINE_BYTES:
            lines, self._rest = [*lines, self._rest], b""
        if lines:
            self._write([line.decode(errors="replace") for line in lines])

    def finish(self) -> None:
        """Hand on everything that is left."""
        os.set_blocking(self._descriptor, False)
        while select.select([self._descriptor], [], [], 0)[0]:
            part = os.read(self._descriptor, 1 << 16)
            if not part:
                break
            self._rest += part
        lines = self._rest.split(b"\n")
        self._write([line.decode(errors="replace") for line in lines if line])
        os.close(self._descriptor)


def run(
    keeper: KeeperClient,
    process: ContainerProcess,
    *,
    folder: Path,
    limits: Limits,
    write: Callable[[list[str]], None],
    stopping: Callable[[], str | None],
) -> Ending:
    """Run a process to its end, its time limit, or until `stopping` gives a reason."""
    ours, theirs = os.pipe()
    output = Output(ours, write)
    try:
        child = keeper.start_command(
            arguments=process.arguments,
            environment=process.environment,
            folder=folder,
            stdout=theirs,
            stderr=theirs,
            memory_bytes=limits.memory_bytes,
            niceness=NICENESS,
        )
    finally:
        os.close(theirs)
    reason = _watch(keeper, child, output, limits, stopping)
    output.finish()
    code = child.code if child.code is not None else -signal.SIGKILL
    return Ending(128 - code if code < 0 else code, "", reason)


def _watch(
    keeper: KeeperClient,
    child: Child,
    output: Output,
    limits: Limits,
    stopping: Callable[[], str | None],
) -> str:
    """Wait for the end of a child; return the status reason."""
    deadline = time.monotonic() + (limits.duration_s or float("inf"))
    while not child.ended.is_set():
        output.pass_on(POLL_S)
        reason = TIMED_OUT if time.monotonic() > deadline else stopping()
        if reason is not None:
            _stop(keeper, child, output)
            return reason
    return EXITED


def _stop(keeper: KeeperClient, child: Child, output: Output) -> None:
    keeper.kill(child, signal.SIGTERM)
    killed_at = time.monotonic() + STOP_S
    while not child.ended.is_set():
        output.pass_on(POLL_S)
        if time.monotonic() > killed_at:
            keeper.kill(child)
            child.ended.wait(STOP_S)
