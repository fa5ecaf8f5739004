"""Removes the resources that a stack has no more, each as its policy says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from twin_local.engine.clients import OperationError
from twin_local.engine.graph import ordered
from twin_local.engine.progress import Progress
from twin_local.engine.providers import Providers
from twin_local.engine.resource_state import Physical, Place
from twin_local.engine.store import Store
from twin_local.engine.template import RETAINING_POLICIES, Resource


@dataclass(frozen=True)
class Removal:
    """Removes the resources of one stack; a failure is told and not fatal."""

    place: Place
    providers: Providers
    store: Store
    progress: Progress
    before_change: Callable[[], None]

    def departed(self, resources: dict[str, Physical]) -> None:
        """Remove what has left the template, by its DeletionPolicy."""
        for physical in deletion_order(resources):
            if self._remove(physical, physical.deletion_policy):
                self.store.drop(self.place.stack, physical.logical_id)

    def leftovers(self) -> None:
        """Remove what was replaced, by its UpdateReplacePolicy."""
        for number, physical in self.store.leftovers(self.place.stack):
            if self._remove(physical, physical.update_replace_policy):
                self.store.drop_leftover(number)

    def undone(self, physical: Physical) -> bool:
        """Remove what a deployment that failed has made, whatever its policy.

        What cannot be removed is a leftover, which the next deployment removes.
        """
        if self._remove(physical, "Delete"):
            return True
        self.store.add_leftover(self.place.stack, replace(physical, update_replace_policy="Delete"))
        return False

    def _remove(self, physical: Physical, policy: str) -> bool:
        name, kind = physical.logical_id, physical.type
        if policy in RETAINING_POLICIES:
            self.progress.tell(name, kind, "DELETE_SKIPPED", "it is retained")
            return True
        self.before_change()
        self.progress.tell(name, kind, "DELETE_IN_PROGRESS")
        try:
            self.providers.of(kind).delete(self.place, physical)
        except OperationError as error:
            self.progress.tell(name, kind, "DELETE_FAILED", str(error))
            return False
        self.progress.tell(name, kind, "DELETE_COMPLETE")
        return True


def deletion_order(resources: dict[str, Physical]) -> list[Physical]:
    """Return resources in an order in which each comes before what it refers to."""
    as_template = {
        name: Resource(
            logical_id=name,
            type=physical.type,
            depends_on=tuple(other for other in physical.depends_on if other in resources),
        )
        for name, physical in resources.items()
    }
    return [resources[resource.logical_id] for resource in reversed(ordered(as_template))]
