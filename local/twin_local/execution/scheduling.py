"""Do something later: one thread with a heap of due calls, on an injectable clock."""

from __future__ import annotations

import heapq
import itertools
import logging
import threading
import time
from collections.abc import Callable

LOG = logging.getLogger(__name__)


class Later:
    """Calls functions after a delay, in a thread of its own."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._changed = threading.Condition()
        self._numbers = itertools.count()
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._thread: threading.Thread | None = None
        self._closed = False

    def call(self, delay_s: float, function: Callable[[], None]) -> None:
        """Call `function` after `delay_s` seconds; it must be quick."""
        with self._changed:
            heapq.heappush(self._due, (self._clock() + delay_s, next(self._numbers), function))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="later", daemon=True)
                self._thread.start()
            self._changed.notify()

    def next_due(self) -> float | None:
        """Return when something is due next, in seconds of the clock; None when nothing is."""
        with self._changed:
            return self._due[0][0] if self._due else None

    def wake(self) -> None:
        """Look at the clock again: it was moved."""
        with self._changed:
            self._changed.notify()

    def close(self) -> None:
        """Forget what is still due."""
        with self._changed:
            self._closed = True
            self._due.clear()
            self._changed.notify()

    def _run(self) -> None:
        while (function := self._next()) is not None:
            try:
                function()
            except Exception:
                LOG.exception("a delayed call failed")

    def _next(self) -> Callable[[], None] | None:
        with self._changed:
            while not self._closed:
                wait_s = self._due[0][0] - self._clock() if self._due else None
                if wait_s is not None and wait_s <= 0:
                    return heapq.heappop(self._due)[2]
                self._changed.wait(wait_s)
        return None
