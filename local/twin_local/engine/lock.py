"""One deployment at a time, and one writer of a file at a time, whichever process it is."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FILE_NAME = "deployments.lock"


@contextmanager
def exclusive(state_dir: Path, name: str = FILE_NAME) -> Iterator[None]:
    """Wait until nobody else works under this name in a state folder, then keep others waiting.

    The kernel lets go of the lock when its holder dies.
    """
    state_dir.mkdir(parents=True, exist_ok=True)
    with (state_dir / name).open("w", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
