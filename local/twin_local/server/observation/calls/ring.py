"""The newest calls: added without a lock, named the first time that somebody reads them."""

from __future__ import annotations

import itertools
import threading
import time
from collections import deque
from collections.abc import Callable

from twin_local.server.observation.calls.call import ApiCall
from twin_local.server.observation.calls.sighting import Sighting

KEPT_CALLS = 5_000

Describe = Callable[[Sighting], ApiCall]


class CallRing:
    """The newest calls since the start; older ones go.

    `add` costs an append. The work of finding out which operation a request called is done by
    `calls`, once for each request that is still there then.
    """

    def __init__(self, describe: Describe, *, kept: int = KEPT_CALLS) -> None:
        self.kept = kept
        self.since = time.time()
        self._describe = describe
        self.total = 0
        self._numbers = itertools.count(1)
        self._seen: deque[Sighting] = deque(maxlen=kept)
        self._named: deque[ApiCall] = deque(maxlen=kept)
        self._reading = threading.Lock()

    def next_number(self) -> int:
        """Return the number of the next call; the first has 1."""
        self.total = number = next(self._numbers)
        return number

    def add(self, sighting: Sighting) -> None:
        """Keep a call."""
        self._seen.append(sighting)

    def calls(self) -> list[ApiCall]:
        """Return the newest calls, oldest first."""
        with self._reading:
            for _ in range(len(self._seen)):
                self._named.append(self._describe(self._seen.popleft()))
            return list(self._named)
