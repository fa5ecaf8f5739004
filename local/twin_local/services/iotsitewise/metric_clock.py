"""The thread that closes windows: it ticks the computations of a running embedded AWS."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

LOG = logging.getLogger(__name__)
TICK_SECONDS = 1.0


class MetricClock:
    """A thread that ticks the computations of a running embedded AWS."""

    def __init__(self, tick: Callable[[], object]) -> None:
        self._tick = tick
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sitewise-metrics", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._stop.wait(TICK_SECONDS):
            try:
                self._tick()
            except (ArithmeticError, LookupError, ValueError):
                LOG.exception("a metric could not be computed")

    def stop(self) -> None:
        """End the thread."""
        self._stop.set()
        self._thread.join()
