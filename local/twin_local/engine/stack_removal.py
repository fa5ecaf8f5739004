"""Deletes one stack with its resources, except those that are to be retained."""

from __future__ import annotations

from dataclasses import dataclass

from twin_local.engine.clients import OperationError
from twin_local.engine.errors import ResourceFailedError
from twin_local.engine.event import Report
from twin_local.engine.progress import Progress
from twin_local.engine.providers import Providers
from twin_local.engine.removal import deletion_order
from twin_local.engine.resource_state import Physical, Place
from twin_local.engine.store import Store
from twin_local.engine.template import RETAINING_POLICIES


@dataclass(frozen=True)
class StackRemoval:
    """One deletion of one stack; what could be deleted before a failure stays deleted."""

    place: Place
    providers: Providers
    store: Store
    report: Report

    @property
    def _progress(self) -> Progress:
        return Progress(self.place.stack, self.store, self.report)

    def run(self) -> None:
        """Delete the resources, users before what they use, and forget the stack.

        Raises:
            ResourceFailedError: a resource could not be deleted; the rest stays known.
        """
        stack = self.place.stack
        self.store.set_status(stack, "DELETE_IN_PROGRESS")
        try:
            self.remove_resources()
        except ResourceFailedError as error:
            self.store.set_status(stack, "DELETE_FAILED")
            self._progress.tell_stack("DELETE_FAILED", str(error))
            raise
        self._progress.tell_stack("DELETE_COMPLETE")
        self.store.forget(stack)

    def remove_resources(self, *, retained: bool = True) -> None:
        """Delete the resources; `retained` says whether some stay because of their policy.

        Raises:
            ResourceFailedError: a resource could not be deleted; the rest stays known.
        """
        stack = self.place.stack
        resources = self.store.resources(stack)
        self.place.deployed.update({one.reference: one.effective for one in resources.values()})
        for number, physical in self.store.leftovers(stack):
            self._remove(physical, physical.update_replace_policy if retained else "Delete")
            self.store.drop_leftover(number)
        for physical in deletion_order(resources):
            self._remove(physical, physical.deletion_policy if retained else "Delete")
            self.store.drop(stack, physical.logical_id)

    def _remove(self, physical: Physical, policy: str) -> None:
        name, kind = physical.logical_id, physical.type
        if policy in RETAINING_POLICIES:
            self._progress.tell(name, kind, "DELETE_SKIPPED", "it is retained")
            return
        self._progress.tell(name, kind, "DELETE_IN_PROGRESS")
        try:
            self.providers.of(kind).delete(self.place, physical)
        except OperationError as error:
            self._progress.tell(name, kind, "DELETE_FAILED", str(error))
            where = f"{self.place.stack}/{name}"
            raise ResourceFailedError(f"{where}: {error}", where=where) from error
        self._progress.tell(name, kind, "DELETE_COMPLETE")
