"""Keep below a rate of calls, whichever thread they come from."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Pace:
    """Lets calls pass at even distances; None lets all pass at once."""

    def __init__(
        self,
        per_second: float | None,
        *,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._distance = 1.0 / per_second if per_second else 0.0
        self._now, self._sleep = now, sleep
        self._next = 0.0
        self._lock = threading.Lock()

    def wait(self) -> None:
        """Wait until it is this call's turn."""
        if not self._distance:
            return
        with self._lock:
            turn = max(self._now(), self._next)
            self._next = turn + self._distance
        self._sleep(max(0.0, turn - self._now()))
