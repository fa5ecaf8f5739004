"""Which `twin up` a state folder belongs to, from its first step to its last.

The status file exists only once the site is deployed. Without the lock, a second start before that
would end the processes of the first and write into the same state.
"""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from twin_local.supervisor.errors import AlreadyRunningError, DiskFullError, SupervisorError

FILE_NAME = "supervisor.lock"
LOCK_ATTEMPTS, LOCK_PAUSE_S = 5, 0.02


@contextmanager
def owned(state: Path) -> Iterator[None]:
    """Own a state folder; the kernel lets go of it when this process dies.

    Raises:
        AlreadyRunningError: another `twin up` owns it.
        SupervisorError: nothing can be written there.
    """
    with _open(state) as file:
        if not _lock(file):
            raise already_running(owner(state))
        try:
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
        except OSError as error:
            raise _not_writable(state, error) from error
        yield


def _lock(file: IO[str]) -> bool:
    """Take the lock, again and again for a moment: who asks for the owner holds it too."""
    for _ in range(LOCK_ATTEMPTS):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(LOCK_PAUSE_S)
        else:
            return True
    return False


def _open(state: Path) -> IO[str]:
    try:
        state.mkdir(parents=True, exist_ok=True)
        return (state / FILE_NAME).open("a+", encoding="utf-8")
    except OSError as error:
        raise _not_writable(state, error) from error


@contextmanager
def on_disk(state: Path) -> Iterator[None]:
    """Say what is to be done where the disk is full while something is written.

    Raises:
        DiskFullError: instead of the operating system's error.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise DiskFullError("the disk is full", found=str(error), where=str(state)) from error


def _not_writable(state: Path, error: OSError) -> SupervisorError:
    return SupervisorError(
        "the state folder cannot be written",
        found=str(error),
        expected="a folder of this user with space left",
        where=str(state),
    )


def owner(state: Path) -> int | None:
    """Return the id of the `twin up` that owns a state folder, 0 if it has not yet written it.

    None says that nobody owns the folder: what a process wrote that died is not believed.
    """
    try:
        file = (state / FILE_NAME).open(encoding="utf-8")
    except FileNotFoundError:
        return None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            written = file.read()
            return int(written) if written.isdigit() else 0
    return None


def already_running(process: int | None, at: str = "") -> AlreadyRunningError:
    """Return the refusal of a second `twin up` with one state folder."""
    found = f"process {process}" if process else "another process"
    return AlreadyRunningError(
        "a twin with this state folder runs or starts already",
        found=f"{found}, {at}" if at else found,
        where="`twin down` stops it",
    )
