"""One function worker: a process that has the handler imported and answers one call at a time."""

from __future__ import annotations

import json
import os
import selectors
import shutil
import socket
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from twin_local.execution.functions.outcome import Outcome, exited, timed_out
from twin_local.execution.functions.printed import MAXIMUM_LOG_BYTES, HandOn
from twin_local.execution.processes import memory
from twin_local.execution.processes.client import Child, KeeperClient
from twin_local.execution.processes.keeper import HEADER

MEMORY_INTERVAL_S = 0.02
"""How often the memory of a running invocation is looked at."""


class Worker:
    """A worker process; `idle_since` is monotonic seconds."""

    def __init__(
        self,
        *,
        keeper: KeeperClient,
        environment: dict[str, str],
        folder: Path,
        scratch: Path,
        memory_bytes: int,
        search_path: Sequence[str] = (),
    ) -> None:
        ours, theirs = socket.socketpair()
        output, their_output = os.pipe()
        os.set_blocking(output, False)
        self._keeper = keeper
        self._connection = ours
        self._output = output
        self._log = bytearray()
        self._lost_log_bytes = 0
        self._scratch = scratch
        self._memory_bytes = memory_bytes
        self._next_look = 0.0
        self.folder = folder
        self.idle_since = time.monotonic()
        self.log_stream = environment["AWS_LAMBDA_LOG_STREAM_NAME"]
        try:
            self.child: Child = keeper.start_worker(
                environment=environment,
                connection=theirs.fileno(),
                output=their_output,
                search_path=search_path,
            )
        finally:
            theirs.close()
            os.close(their_output)
        self._memory = memory.Gauge(self.child.pid)

    @property
    def is_alive(self) -> bool:
        """Tell whether the process can take an invocation."""
        return self.child.is_running

    def call(self, *, invocation: dict[str, Any], timeout_s: float, hand_on: HandOn) -> Outcome:
        """Send one invocation and wait for its answer, its end or its timeout.

        It answers within seconds: its output is in the outcome, nothing is handed on before.
        """
        started = time.monotonic()
        self._log.clear()
        self._lost_log_bytes = 0
        self._send(invocation)
        answer = self._wait(started + timeout_s)
        duration_s = time.monotonic() - started
        if answer is None:
            return self._failed(invocation["request_id"], timeout_s, duration_s)
        self._drain()
        return Outcome(
            payload=answer[1:],
            succeeded=answer[:1] == b"1",
            output=self._text(),
            duration_s=duration_s,
            alive=True,
            memory_mb=self._memory_mb(),
        )

    def close(self) -> None:
        """Kill the process and release its descriptors."""
        self._keeper.kill(self.child)
        self._connection.close()
        if self._output >= 0:
            os.close(self._output)
            self._output = -1
        shutil.rmtree(self._scratch, ignore_errors=True)

    def _send(self, invocation: dict[str, Any]) -> None:
        body = json.dumps(invocation).encode()
        self._connection.settimeout(30)
        try:
            self._connection.sendall(HEADER.pack(len(body)) + body)
        except (BrokenPipeError, ConnectionResetError):
            return  # the process ended while idle; waiting for the answer reports it
        finally:
            self._connection.setblocking(False)

    def _wait(self, deadline: float) -> bytes | None:
        """Return the answer; None when the process ended or the deadline passed."""
        received = bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(self._connection, selectors.EVENT_READ)
            selector.register(self._output, selectors.EVENT_READ)
            while (remaining := deadline - time.monotonic()) > 0:
                for key, _ in selector.select(min(remaining, MEMORY_INTERVAL_S)):
                    if key.fd == self._output and not self._drain():
                        selector.unregister(self._output)
                    if key.fileobj is self._connection and not self._receive(received):
                        return None
                if len(received) >= HEADER.size:
                    size = HEADER.unpack(received[: HEADER.size])[0]
                    if len(received) >= HEADER.size + size:
                        return bytes(received[HEADER.size :])
                self._limit_memory()
        return None

    def _limit_memory(self) -> None:
        """Kill the process when it has more memory than the function may have."""
        if (now := time.monotonic()) < self._next_look:
            return
        self._next_look = now + MEMORY_INTERVAL_S
        if memory.exceeds(self.child.pid, self._memory_bytes):
            self._keeper.kill(self.child)

    def _receive(self, received: bytearray) -> bool:
        try:
            part = self._connection.recv(1 << 20)
        except BlockingIOError:
            return True
        except ConnectionResetError:
            return False
        received += part
        return bool(part)

    def _drain(self) -> bool:
        """Read what the process printed; False at the end of the stream."""
        while True:
            try:
                part = os.read(self._output, 1 << 16)
            except BlockingIOError:
                return True
            if not part:
                return False
            room = MAXIMUM_LOG_BYTES - len(self._log)
            self._log += part[:room]
            self._lost_log_bytes += max(len(part) - room, 0)

    def _failed(self, request_id: str, timeout_s: float, duration_s: float) -> Outcome:
        if duration_s >= timeout_s:
            fault = timed_out(timeout_s)
        else:
            self.child.ended.wait(2)
            fault = exited(self.child.code)
        self._drain()
        return fault.outcome(request_id=request_id, output=self._text(), duration_s=duration_s)

    def _memory_mb(self) -> int | None:
        found = self._memory.private_bytes()
        return None if found is None else found // (1024 * 1024)

    def _text(self) -> str:
        text = self._log.decode(errors="replace")
        if self._lost_log_bytes:
            text += f"\n[{self._lost_log_bytes} more bytes of output were not kept]\n"
        return text
