"""What the embedded AWS sets before the first request; tests use the defaults."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from twin_local.server.persistence.databases import check_databases


@dataclass
class Settings:
    """Where state lives (None: in memory), what the time is, and how strict the services are.

    `transition_seconds` is how long a SiteWise model or asset is in each passing state (CREATING,
    UPDATING, PROPAGATING, DELETING); `quotas` replaces defaults by name; `throttles` says whether
    control operations are limited to the rates of their quotas.
    """

    state_folder: Path | None = None
    now: Callable[[], float] = time.time
    transition_seconds: float = 0.0
    quotas: Mapping[str, int] = field(default_factory=dict)
    throttles: bool = False

    def database(self, service: str, account: str, region: str) -> Path | None:
        """Return the database file of one service, account and region."""
        return self.state_folder and self.state_folder / f"{service}-{account}-{region}.sqlite"


SETTINGS = Settings()


def configure(
    *,
    state_folder: Path | None,
    now: Callable[[], float] = time.time,
    transition_seconds: float = 0.0,
    quotas: Mapping[str, int] | None = None,
    throttles: bool = False,
) -> None:
    """Set where backends that are made from now on keep their state, and their clock.

    The rest applies at once, also to backends that are there already.

    Raises:
        StateDamagedError: a database in the folder is damaged.
    """
    if state_folder is not None:
        check_databases(state_folder)
    SETTINGS.state_folder = state_folder
    SETTINGS.now = now
    SETTINGS.transition_seconds = transition_seconds
    SETTINGS.quotas = quotas or {}
    SETTINGS.throttles = throttles
