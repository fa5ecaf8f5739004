"""How many Map Runs are open at once: one that is too many waits at MapRunStarted.

https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

MAXIMUM_OPEN = 1000
"""Of one account and region."""

LOOK_S = 0.2

_open: Counter[str] = Counter()
_changed = threading.Condition()


@contextmanager
def place(arn: str, is_running: Callable[[], bool]) -> Iterator[None]:
    """Wait until a Map Run may begin, or its execution is stopped; it is open until the end."""
    owner = arn.partition(":mapRun:")[0]
    with _changed:
        while _open[owner] >= MAXIMUM_OPEN and is_running():
            _changed.wait(LOOK_S)
        _open[owner] += 1
    try:
        yield
    finally:
        with _changed:
            _open[owner] -= 1
            _changed.notify_all()
