"""An execution environment of a function that is an image: its process, and the Runtime API."""

from __future__ import annotations

import os
import queue
import shutil
import time
from pathlib import Path
from typing import Any

import psutil

from twin_local.execution.batch.container import ContainerProcess
from twin_local.execution.functions.outcome import Fault, Outcome, exited, timed_out
from twin_local.execution.functions.printed import HandOn, Printed
from twin_local.execution.functions.runtime_api import Reply, RuntimeApi
from twin_local.execution.processes.client import Child, KeeperClient

LOOK_S = 0.1
"""How often a running invocation is looked at."""

LOG = "output.log"
MEBIBYTE = 1024 * 1024


class ImageWorker:
    """A container's process that asks for invocations and answers one at a time."""

    def __init__(
        self,
        *,
        keeper: KeeperClient,
        api: RuntimeApi,
        process: ContainerProcess,
        folder: Path,
        scratch: Path,
        memory_bytes: int,
        log_stream: str,
    ) -> None:
        self._keeper, self._api, self._scratch = keeper, api, scratch
        self._memory_bytes, self._peak_bytes = memory_bytes, 0
        self._log = scratch / LOG
        self.log_stream = log_stream
        self.idle_since = time.monotonic()
        self._child = self._start(process, folder)

    @property
    def is_alive(self) -> bool:
        """Tell whether the process can take an invocation."""
        return self._child.is_running

    def call(self, *, invocation: dict[str, Any], timeout_s: float, hand_on: HandOn) -> Outcome:
        """Offer one invocation and wait for its answer, its end or its timeout."""
        began, printed = time.monotonic(), Printed(self._log, hand_on)
        self._peak_bytes = 0
        self._api.offer(invocation)
        ended = self._wait(began + timeout_s, timeout_s, printed)
        duration_s = time.monotonic() - began
        output = printed.text()
        if isinstance(ended, Fault):
            return ended.outcome(
                request_id=str(invocation["request_id"]), output=output, duration_s=duration_s
            )
        return Outcome(
            payload=ended.payload,
            succeeded=ended.succeeded,
            output=output,
            duration_s=duration_s,
            alive=self.is_alive,
            memory_mb=self._peak_bytes // MEBIBYTE or None,
        )

    def close(self) -> None:
        """Kill the process and everything that it started."""
        self._keeper.kill(self._child)
        self._api.close()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def _start(self, process: ContainerProcess, folder: Path) -> Child:
        output = os.open(self._log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            return self._keeper.start_command(
                arguments=process.arguments,
                environment=process.environment,
                folder=folder,
                stdout=output,
                stderr=output,
            )
        finally:
            os.close(output)

    def _wait(self, deadline: float, timeout_s: float, printed: Printed) -> Reply | Fault:
        while time.monotonic() < deadline:
            printed.pass_on()
            try:
                return self._api.replies.get(timeout=LOOK_S)
            except queue.Empty:
                self._limit_memory()
            if self._child.ended.is_set():
                return self._last_reply() or exited(self._child.code)
        return timed_out(timeout_s)

    def _last_reply(self) -> Reply | None:
        """Return the answer of a process that ended right after it."""
        try:
            return self._api.replies.get_nowait()
        except queue.Empty:
            return None

    def _limit_memory(self) -> None:
        """Kill everything when all its processes have more memory than the function may have."""
        used = group_bytes(self._child.pid)
        self._peak_bytes = max(self._peak_bytes, used)
        if used > self._memory_bytes:
            self._keeper.kill(self._child)


def group_bytes(pid: int) -> int:
    """Return the resident memory of a process and of all below it."""
    try:
        parent = psutil.Process(pid)
        processes = [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0
    return sum(_resident(process) for process in processes)


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0
