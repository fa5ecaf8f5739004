"""Warm workers: reuse an idle one, fork one when there is room, retire what is idle for long."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from contextlib import ExitStack

from twin_local.execution.functions.sandbox import Sandbox

MAXIMUM_WORKERS = 32
IDLE_LIMIT_S = 300.0
WAIT_FOR_ROOM_S = 30.0


class NoRoom(RuntimeError):
    """Every worker is busy and stayed so."""


class Pool:
    """Workers by key; a key stands for one function's code and configuration."""

    def __init__(
        self, *, maximum_workers: int = MAXIMUM_WORKERS, idle_limit_s: float = IDLE_LIMIT_S
    ) -> None:
        self._changed = threading.Condition()
        self._idle: dict[Hashable, list[Sandbox]] = {}
        self._count = 0
        self._maximum_workers = maximum_workers
        self._idle_limit_s = idle_limit_s

    def acquire(self, key: Hashable, start: Callable[[], Sandbox]) -> Sandbox:
        """Return an idle worker of the key, or start one.

        Raises:
            NoRoom: every worker was busy for 30 s.
        """
        if (worker := self._reserve(key)) is not None:
            return worker
        with ExitStack() as failing:
            failing.callback(self._forget)
            worker = start()
            failing.pop_all()
        return worker

    def release(self, key: Hashable, worker: Sandbox) -> None:
        """Give a worker back for the next call, and retire those that nobody called for long."""
        worker.idle_since = time.monotonic()
        with self._changed:
            self._idle.setdefault(key, []).append(worker)
            retired = self._take_older_than(worker.idle_since - self._idle_limit_s)
            self._count -= len(retired)
            self._changed.notify()
        for old in retired:
            old.close()

    def discard(self, worker: Sandbox) -> None:
        """End a worker that must not be used again."""
        worker.close()
        self._forget()

    def close(self) -> None:
        """End every idle worker."""
        with self._changed:
            workers = self._take_older_than(float("inf"))
            self._count -= len(workers)
            self._changed.notify_all()
        for worker in workers:
            worker.close()

    def _reserve(self, key: Hashable) -> Sandbox | None:
        """Take an idle worker of the key, or count a new one (None), waiting for room."""
        deadline = time.monotonic() + WAIT_FOR_ROOM_S
        with self._changed:
            while True:
                if worker := self._living(key):
                    return worker
                if self._count < self._maximum_workers:
                    self._count += 1
                    return None
                if victim := self._oldest_idle():
                    victim.close()
                    return None
                if not self._changed.wait(max(deadline - time.monotonic(), 0)):
                    raise NoRoom(f"all {self._maximum_workers} workers are busy")

    def _living(self, key: Hashable) -> Sandbox | None:
        """Take the last idle worker of a key; those whose process has ended meanwhile go."""
        idle = self._idle.get(key, [])
        while idle:
            worker = idle.pop()
            if worker.is_alive:
                return worker
            worker.close()
            self._count -= 1
        return None

    def _oldest_idle(self) -> Sandbox | None:
        """Remove the worker that has been idle the longest; its place stays counted."""
        queues = [queue for queue in self._idle.values() if queue]
        if not queues:
            return None
        return min(queues, key=lambda queue: queue[0].idle_since).pop(0)

    def _take_older_than(self, moment: float) -> list[Sandbox]:
        taken: list[Sandbox] = []
        for key, queue in list(self._idle.items()):
            taken += [worker for worker in queue if worker.idle_since < moment]
            self._idle[key] = [worker for worker in queue if worker.idle_since >= moment]
            if not self._idle[key]:
                del self._idle[key]
        return taken

    def _forget(self) -> None:
        with self._changed:
            self._count -= 1
            self._changed.notify()
