"""How the limited process of a step says how far it is: it has no network and no credentials.

It writes a file into its folder, which the process of the job looks at from time to time.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

PROGRESS = "progress.txt"
INTERVAL_SECONDS = 1.0


class StepProgress:
    """Counts what a step has done of a known total, in whatever unit it counts."""

    def __init__(self, total: float, folder: Path = Path()) -> None:
        self._total, self._done, self._file = total, 0.0, folder / PROGRESS
        self._next = 0.0

    def add(self, done: float) -> None:
        """Note that more is done; it is written once a second at most."""
        self._done += done
        if self._total <= 0 or (now := time.monotonic()) < self._next:
            return
        self._next = now + INTERVAL_SECONDS
        new = self._file.with_suffix(".new")
        new.write_text(f"{min(self._done / self._total, 1.0):.6f}", encoding="ascii")
        os.replace(new, self._file)


def fraction_in(folder: Path) -> float | None:
    """Return from 0 to 1 what the step in a folder has done, None where it says nothing."""
    try:
        fraction = float((folder / PROGRESS).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
    return fraction if 0 <= fraction <= 1 else None
