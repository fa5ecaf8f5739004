"""What the embedded AWS sets before the first request; tests use the defaults."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from twin_local.server.persistence.databases import check_databases


@dataclass
class Settings:
    """Where state lives (None: in memory) and what the time is."""

    state_folder: Path | None = None
    now: Callable[[], float] = time.time

    def database(self, service: str, account: str, region: str) -> Path | None:
        """Return the database file of one service, account and region."""
        return self.state_folder and self.state_folder / f"{service}-{account}-{region}.sqlite"


SETTINGS = Settings()


def configure(*, state_folder: Path | None, now: Callable[[], float] = time.time) -> None:
    """Set where backends that are made from now on keep their state, and their clock.

    Raises:
        StateDamagedError: a database in the folder is damaged.
    """
    if state_folder is not None:
        check_databases(state_folder)
    SETTINGS.state_folder = state_folder
    SETTINGS.now = now
