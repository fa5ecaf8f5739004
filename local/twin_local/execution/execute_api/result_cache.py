"""Results of Lambda authorizers, kept for their time to live."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

MAXIMUM_CACHED_RESULTS = 10_000


@dataclass(frozen=True)
class Cached:
    """A result of a Lambda authorizer, valid until `expires` (monotonic seconds)."""

    result: dict[str, Any]
    expires: float


class ResultCache:
    """Keeps the newest results."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._results: dict[Hashable, Cached] = {}

    def get(self, key: Hashable) -> dict[str, Any] | None:
        """Return a result that is still valid."""
        with self._lock:
            found = self._results.get(key)
            if found and found.expires > self._clock():
                return found.result
            self._results.pop(key, None)
        return None

    def put(self, key: Hashable, result: dict[str, Any], ttl_s: float) -> None:
        """Keep a result for some seconds; without any it is not kept."""
        if ttl_s <= 0:
            return
        with self._lock:
            while len(self._results) >= MAXIMUM_CACHED_RESULTS:
                self._results.pop(next(iter(self._results)))
            self._results[key] = Cached(result, self._clock() + ttl_s)
