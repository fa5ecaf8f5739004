"""How much memory a child process has of its own, on Linux.

Workers are forked from an interpreter that has boto3 imported; what they still share with it is
not theirs. Measured is the private part of the resident memory (`Private_*` of `smaps_rollup`):
what a cgroup would count, without the pages of the shared parent and without the page cache.
Children of the process are not counted.
"""

from __future__ import annotations

import os
from pathlib import Path

PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


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
