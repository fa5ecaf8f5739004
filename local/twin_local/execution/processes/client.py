"""The server's side of the process keeper: start children, learn how they end, kill them."""

from __future__ import annotations

import itertools
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from twin_local.execution.processes.keeper import HEADER, receive_exactly

LOG = logging.getLogger(__name__)
START_LIMIT_S = 30.0
KEEPER = Path(__file__).with_name("keeper.py")


class KeeperGone(RuntimeError):
    """The process keeper ended: nothing can be started any more."""


ENDED_STATUSES = frozenset({psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD})


@dataclass(eq=False)
class Child:
    """A running or ended child; `code` is the exit code, or minus the signal that ended it."""

    pid: int
    ended: threading.Event = field(default_factory=threading.Event)
    code: int | None = None
    peak_kilobytes: int = 0

    @property
    def is_running(self) -> bool:
        """Tell whether the process runs; it may have ended before the keeper has told."""
        if self.ended.is_set():
            return False
        try:
            return psutil.Process(self.pid).status() not in ENDED_STATUSES
        except psutil.NoSuchProcess:
            return False


class KeeperClient:
    """Starts the keeper at first use and speaks with it."""

    def __init__(self, *, packages: Callable[[], Path], runtime: Path) -> None:
        self._packages = packages
        self._runtime = runtime
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._started: dict[int, Child] = {}
        self._waiting: dict[int, threading.Event] = {}
        self._children: dict[int, Child] = {}
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def start_command(
        self,
        *,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        folder: Path,
        stdout: int,
        stderr: int,
        memory_bytes: int | None = None,
        processors: Sequence[int] | None = None,
        niceness: int = 0,
    ) -> Child:
        """Start a command in a process group of its own; `arguments[0]` is an absolute path."""
        request = {
            "kind": "command",
            "arguments": list(arguments),
            "environment": dict(environment),
            "folder": str(folder),
            "memory_bytes": memory_bytes,
            "processors": list(processors) if processors else None,
            "niceness": niceness,
        }
        return self._start(request, [stdout, stderr])

    def packages(self) -> Path:
        """Return the folder with the packages that every worker sees."""
        return self._packages()

    def start_worker(
        self,
        *,
        environment: Mapping[str, str],
        connection: int,
        output: int,
        search_path: Sequence[str] = (),
    ) -> Child:
        """Fork a function worker that speaks on `connection` and prints to `output`.

        It looks for modules in its own folder, then in `search_path`, then in the runtime's.
        """
        request = {
            "kind": "function",
            "environment": dict(environment),
            "folder": environment["LAMBDA_TASK_ROOT"],
            "search_path": list(search_path),
        }
        return self._start(request, [connection, output])

    def kill(self, child: Child, number: int = signal.SIGKILL) -> None:
        """Signal the process group of a child; nothing happens when it has ended."""
        if not child.ended.is_set():
            self._send({"kind": "kill", "pid": child.pid, "signal": int(number)}, [])

    def warm(self) -> None:
        """Start the keeper now, so that the first worker need not wait for its imports."""
        with self._lock:
            self._connect()

    def close(self) -> None:
        """End the keeper and, with it, every child."""
        with self._lock:
            control, process = self._control, self._process
            self._control = self._process = None
        if control is not None and process is not None:
            control.shutdown(socket.SHUT_RDWR)
            process.wait(timeout=10)
            control.close()

    def _start(self, request: dict[str, Any], descriptors: list[int]) -> Child:
        number = next(self._numbers)
        arrived = self._waiting[number] = threading.Event()
        self._send({**request, "id": number}, descriptors)
        if not arrived.wait(START_LIMIT_S):
            raise KeeperGone(f"the process keeper did not start a child in {START_LIMIT_S} s")
        self._waiting.pop(number, None)
        if (child := self._started.pop(number, None)) is None:
            raise KeeperGone("the process keeper ended")
        return child

    def _send(self, message: dict[str, Any], descriptors: list[int]) -> None:
        body = json.dumps(message).encode()
        with self._lock:
            control = self._connect()
            socket.send_fds(control, [HEADER.pack(len(body))], descriptors)
            control.sendall(body)

    def _connect(self) -> socket.socket:
        if self._control is None:
            ours, theirs = socket.socketpair()
            self._process = subprocess.Popen(
                [
                    *(sys.executable, "-I", "-S", str(KEEPER), str(theirs.fileno())),
                    *(str(self._packages()), str(self._runtime)),
                ],
                pass_fds=[theirs.fileno()],
                env={"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
            theirs.close()
            self._control = ours
            threading.Thread(target=self._listen, args=(ours,), name="keeper", daemon=True).start()
        return self._control

    def _listen(self, control: socket.socket) -> None:
        while header := receive_exactly(control, HEADER.size):
            message = json.loads(receive_exactly(control, HEADER.unpack(header)[0]))
            if "started" in message:
                child = self._children[message["pid"]] = Child(message["pid"])
                self._started[message["started"]] = child
                self._waiting[message["started"]].set()
            elif ended := self._children.pop(message["ended"], None):
                ended.code, ended.peak_kilobytes = message["code"], message["peak_kb"]
                ended.ended.set()
        with self._lock:
            if self._control is control:
                self._control = None
        for child in self._children.values():
            child.code = -signal.SIGKILL
            child.ended.set()
        for waiting in self._waiting.values():
            waiting.set()
