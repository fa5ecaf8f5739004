"""The space that is left where the state is kept."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

LOW_BYTES = 1024**3
"""Below this much there is a warning: a full disk refuses changes."""


@dataclass(frozen=True)
class Disk:
    """The free space in bytes."""

    free_bytes: int

    @property
    def is_low(self) -> bool:
        """Whether it is nearly full."""
        return self.free_bytes < LOW_BYTES


def disk_of(folder: Path) -> Disk:
    """Return the space left on the disk of a folder."""
    return Disk(shutil.disk_usage(folder).free)
