"""Run tasks in the background: in order within a strand, strands side by side."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

LOG = logging.getLogger(__name__)
THREADS = 8
MAXIMUM_WAITING = 10_000
"""Tasks that may wait on one strand; later ones are dropped and reported."""

Task = Callable[[], None]


class Strands:
    """Strands by name; a strand exists while it has tasks."""

    def __init__(self, *, maximum_waiting: int = MAXIMUM_WAITING) -> None:
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="iot-rule")
        self._waiting: dict[str, deque[Task]] = {}
        self._maximum = maximum_waiting
        self._lock = threading.Lock()

    def submit(self, strand: str, task: Task) -> None:
        """Run a task after those submitted to its strand before."""
        with self._lock:
            waiting = self._waiting.get(strand)
            if waiting is None:
                self._waiting[strand] = deque([task])
            elif len(waiting) < self._maximum:
                waiting.append(task)
            else:
                LOG.error("%s: a message was dropped, %d are waiting", strand, len(waiting))
        if waiting is None:
            self._continue(strand)

    def close(self) -> None:
        """Take no more tasks; those that wait are dropped."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _continue(self, strand: str) -> None:
        try:
            self._threads.submit(self._run, strand)
        except RuntimeError:
            LOG.warning("%s: a message came during shutdown", strand)

    def _run(self, strand: str) -> None:
        try:
            self._waiting[strand][0]()
        except Exception:  # one bad message must not end the strand
            LOG.exception("%s: a message was lost", strand)
        with self._lock:
            waiting = self._waiting[strand]
            waiting.popleft()
            if not waiting:
                del self._waiting[strand]
        if waiting:
            self._continue(strand)
