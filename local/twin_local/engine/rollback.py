"""Takes back the changes of a deployment that failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from twin_local.engine.clients import OperationError
from twin_local.engine.errors import DeploymentError
from twin_local.engine.progress import Progress
from twin_local.engine.providers import Providers
from twin_local.engine.removal import Removal
from twin_local.engine.resource_state import Physical, Place
from twin_local.engine.store import Store

Action = Literal["CREATE", "UPDATE", "REPLACE"]


@dataclass(frozen=True)
class Change:
    """One change: `before` is None for a new resource; a failed update has `after.attempted`."""

    action: Action
    before: Physical | None
    after: Physical


@dataclass(frozen=True)
class Rollback:
    """Leads the resources of one stack back to what they were."""

    place: Place
    providers: Providers
    store: Store
    progress: Progress
    removal: Removal

    def run(self, changes: Sequence[Change]) -> bool:
        """Undo changes, last first; return whether everything is as it was."""
        return all([self._undo(change) for change in reversed(changes)])

    def _undo(self, change: Change) -> bool:
        if change.before is None:
            complete = self.removal.undone(change.after)
            self.store.drop(self.place.stack, change.after.logical_id)
            return complete
        if change.action == "REPLACE":
            complete = self.removal.undone(change.after)
            self._restore(change.before)
            return complete
        return self._undo_update(change.before, change.after)

    def _undo_update(self, before: Physical, after: Physical) -> bool:
        name, kind = after.logical_id, after.type
        self.progress.tell(name, kind, "UPDATE_IN_PROGRESS", "going back")
        try:
            provider = self.providers.of(kind)
            self.store.keep(self.place.stack, provider.update(self.place, after, before.properties))
        except (OperationError, DeploymentError) as error:
            # Neither the one nor the other is known to hold: the next deployment makes it so again.
            uncertain = after.attempted or before.effective
            self.store.keep(self.place.stack, replace(after, attempted=uncertain))
            self.progress.tell(name, kind, "UPDATE_FAILED", str(error))
            return False
        self.progress.tell(name, kind, "UPDATE_COMPLETE", "as before")
        return True

    def _restore(self, before: Physical) -> None:
        """Make the replaced resource the stack's again."""
        self.store.keep(self.place.stack, before)
        for number, leftover in self.store.leftovers(self.place.stack):
            if (leftover.type, leftover.reference) == (before.type, before.reference):
                self.store.drop_leftover(number)
