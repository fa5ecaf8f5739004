"""Keep what a request changed before it is answered, and put it back after a kill."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from twin_local.server.persistence.changes.change import Changes, Environ, NotNamed
from twin_local.server.persistence.journal import Journal
from twin_local.server.persistence.keeper import StateKeeper

LOG = logging.getLogger(__name__)


class Keeps(Protocol):
    """What an endpoint asks before it acknowledges a change."""

    def touch(self, service: str) -> None:
        """Note that a request may have changed a service."""

    def keep(self, service: str, environ: Environ) -> None:
        """Keep what an answered request changed; return when it is kept."""


class InMemory:
    """Keeps nothing beyond the process."""

    def touch(self, service: str) -> None:
        """Do nothing."""

    def keep(self, service: str, environ: Environ) -> None:
        """Do nothing."""


@dataclass(frozen=True)
class Durability:
    """The journal for what may grow large, snapshots for the rest."""

    account: str
    keeper: StateKeeper
    journal: Journal
    changes: Sequence[Changes]

    def keep(self, service: str, environ: Environ) -> None:
        """Keep what an answered request to a service changed; return when it is on the disk.

        Raises:
            StateNotKeptError: the state of the service cannot be captured.
            OSError, sqlite3.Error: it cannot be written.
        """
        for changes in self.changes:
            addresses = changes.addresses(environ)
            if addresses is not None:
                try:
                    self._append(changes, addresses)
                except NotNamed:
                    break
                return
        self.keeper.commit(service)

    def touch(self, service: str) -> None:
        """Let a service be captured soon."""
        self.keeper.touch(service)

    def replay(self, positions: dict[str, int]) -> int:
        """Make everything be as the journal says, beyond the snapshots; return how many entries."""
        by_backend = {changes.backend: changes for changes in self.changes}
        count = 0
        for entry in self.journal.after(positions):
            by_backend[entry.backend].apply(self.account, entry.address, entry.body)
            count += 1
        if count:
            LOG.info("%d changes were put back that no snapshot held", count)
        return count

    def _append(self, changes: Changes, addresses: tuple[str, ...]) -> None:
        images = {address: partial(changes.image, self.account, address) for address in addresses}
        if images:
            self.journal.append(changes.backend, images)
