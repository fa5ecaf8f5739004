"""How much memory a child process has of its own, on Linux.

Workers are forked from an interpreter that has boto3 imported; what they still share with it is
not theirs. Measured is the private part of the resident memory (`Private_*` of `smaps_rollup`):
what a cgroup would count, without the pages of the shared parent and without the page cache.
Children of the process are not counted.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
SAME_BYTES = 512 * 1024
LONGEST_SECONDS = 1.0


class Gauge:
    """The private memory of a process that is asked for after each of many short tasks.

    Reading it has the kernel walk through all its pages, most of a millisecond. It is read anew
    where the resident memory differs by half a megabyte, which is quick to see, and where the last
    reading is more than a second old.
    """

    def __init__(self, pid: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._pid, self._clock = pid, clock
        self._resident, self._private, self._until = 0, 0, clock()

    def private_bytes(self) -> int | None:
        """Return the private memory; None when the process has ended or this is not Linux."""
        resident, now = resident_bytes(self._pid), self._clock()
        if not resident:
            return None
        if now >= self._until or abs(resident - self._resident) > SAME_BYTES:
            found = private_bytes(self._pid)
            if found is None:
                return None
            self._resident, self._private, self._until = resident, found, now + LONGEST_SECONDS
        return self._private


def private_bytes(pid: int) -> int | None:
    """Return the private memory of a process; None when it has ended or this is not Linux."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return None
    lines = (line.split() for line in text.splitlines() if line.startswith("Private_"))
    return sum(int(words[1]) * 1024 for words in lines)


def resident_bytes(pid: int) -> int:
    """Return the resident memory of a process, shared pages included: quick, never less."""
    try:
        text = Path(f"/proc/{pid}/statm").read_text(encoding="ascii")
    except OSError:
        return 0
    return int(text.split()[1]) * PAGE_BYTES


def exceeds(pid: int, limit_bytes: int) -> bool:
    """Say whether a process has more private memory than it may."""
    if resident_bytes(pid) <= limit_bytes:
        return False
    return (private_bytes(pid) or 0) > limit_bytes
