"""A folder of this process alone; those of processes that are gone are removed.

A function's temporary storage outlives a process that was killed, and is shared where several run
on one machine: a lock that ends with its process says whether a folder is still used.
"""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from pathlib import Path
from typing import IO

PREFIX = "twin-search-"
LOCK = "lock"


class Workspace:
    """A folder that is this process's until `close`, or until the process ends."""

    def __init__(self) -> None:
        parent = Path(tempfile.gettempdir())
        for folder in parent.glob(f"{PREFIX}*"):
            _remove_if_abandoned(folder)
        # Locked before it has the name by which others look for folders to remove.
        made = Path(tempfile.mkdtemp(prefix=f".{PREFIX}", dir=parent))
        self._lock = (made / LOCK).open("wb")
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        self.folder = made.rename(parent / made.name.removeprefix("."))

    def close(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self._lock.close()


def _remove_if_abandoned(folder: Path) -> None:
    try:
        lock: IO[bytes] = (folder / LOCK).open("rb")
    except FileNotFoundError:
        return  # another process removes it at this moment
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        shutil.rmtree(folder, ignore_errors=True)
