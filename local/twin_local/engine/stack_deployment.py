"""Deploys one stack: what to create, update, replace and delete, and how to go back."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import Literal

from botocore.exceptions import BotoCoreError

from twin_local.engine.clients import OperationError
from twin_local.engine.errors import (
    DeploymentError,
    ExportInUseError,
    ResourceFailedError,
    StackFailedError,
)
from twin_local.engine.event import Event, Report
from twin_local.engine.graph import dependencies, ordered
from twin_local.engine.intrinsics import evaluate
from twin_local.engine.json_value import Json, Properties
from twin_local.engine.providers import Providers
from twin_local.engine.resource_state import Physical
from twin_local.engine.stack_scope import StackScope
from twin_local.engine.store import Store
from twin_local.engine.template import RETAINING_POLICIES, Resource

STACK_TYPE = "AWS::CloudFormation::Stack"
Action = Literal["CREATE", "UPDATE", "REPLACE"]


@dataclass(frozen=True)
class Change:
    """One change that was made: `before` is None for a new resource."""

    action: Action
    before: Physical | None
    after: Physical


@dataclass
class StackDeployment:
    """One deployment of one stack."""

    scope: StackScope
    providers: Providers
    store: Store
    report: Report
    _changes: list[Change] = field(default_factory=list)
    _before: dict[str, Physical] = field(default_factory=dict)

    @property
    def stack(self) -> str:
        """The name of the stack."""
        return self.scope.place.stack

    def run(self) -> dict[str, Json]:
        """Make the stack so and return its outputs; leave it as it was on failure.

        Raises:
            StackFailedError: a resource failed; the stack was rolled back.
        """
        before = self._before = self.store.resources(self.stack)
        verb = "UPDATE" if self.store.status(self.stack) else "CREATE"
        self._remember(before)
        wanted = self._wanted()
        self.store.set_status(self.stack, f"{verb}_IN_PROGRESS")
        try:
            for resource in wanted:
                self._apply(resource, before.get(resource.logical_id))
            outputs, exports = self._outputs()
            self._guard_exports(exports)
        except (DeploymentError, OperationError, BotoCoreError) as error:
            self._roll_back(verb, error)
            raise StackFailedError(
                f"{self.stack} failed and was rolled back: {error}", where=self.stack
            ) from error
        self._clean_up(before, {resource.logical_id for resource in wanted})
        status = f"{verb}_COMPLETE"
        self.store.finish(
            self.stack, status, outputs=outputs, exports=exports, imports=self.scope.imports
        )
        unchanged = not self._changes and set(before) == set(self.scope.resources)
        self._tell(self.stack, STACK_TYPE, status, "no changes" if unchanged else "")
        return outputs

    def _remember(self, before: dict[str, Physical]) -> None:
        for physical in before.values():
            self.scope.place.deployed[physical.reference] = physical.effective

    def _wanted(self) -> tuple[Resource, ...]:
        """Return the resources whose condition holds, in the order in which they are made."""
        present = {
            name: resource
            for name, resource in self.scope.template.resources.items()
            if resource.condition is None or self.scope.condition(resource.condition)
        }
        return ordered(present)

    def _apply(self, resource: Resource, before: Physical | None) -> None:
        place, logical_id = self.scope.place, resource.logical_id
        properties: Properties = evaluate(resource.properties, self.scope)
        provider = self.providers.of(resource.type, where=f"{self.stack}/{logical_id}")
        try:
            if before is None:
                change = Change("CREATE", None, self._create(resource, properties))
            elif before.properties == properties and before.type == resource.type:
                self.scope.resources[logical_id] = before
                self._keep(before, resource)
                return
            elif before.type != resource.type or provider.replaces(place, before, properties):
                change = Change("REPLACE", before, self._create(resource, properties))
                self.store.add_leftover(self.stack, before)
            else:
                self._tell(logical_id, resource.type, "UPDATE_IN_PROGRESS")
                change = Change("UPDATE", before, provider.update(place, before, properties))
        except OperationError as error:
            verb = "CREATE" if before is None else "UPDATE"
            self._tell(logical_id, resource.type, f"{verb}_FAILED", str(error))
            raise ResourceFailedError(
                f"{self.stack}/{logical_id} ({resource.type}): {error}",
                where=f"{self.stack}/{logical_id}",
            ) from error
        self._changes.append(change)
        self._keep(change.after, resource)
        self.scope.resources[logical_id] = change.after
        place.deployed[change.after.reference] = change.after.effective
        verb = "CREATE" if change.action == "CREATE" else "UPDATE"
        self._tell(logical_id, resource.type, f"{verb}_COMPLETE")

    def _create(self, resource: Resource, properties: Properties) -> Physical:
        self._tell(resource.logical_id, resource.type, "CREATE_IN_PROGRESS")
        provider = self.providers.of(resource.type)
        return provider.create(self.scope.place, resource.logical_id, properties)

    def _keep(self, physical: Physical, resource: Resource) -> None:
        kept = replace(
            physical,
            deletion_policy=resource.deletion_policy,
            depends_on=dependencies(resource, self.scope.template.resources),
        )
        if kept != self._before.get(resource.logical_id):
            self.store.keep(self.stack, kept)

    def _outputs(self) -> tuple[dict[str, Json], dict[str, Json]]:
        outputs: dict[str, Json] = {}
        exports: dict[str, Json] = {}
        for name, body in self.scope.template.outputs.items():
            if "Condition" in body and not self.scope.condition(body["Condition"]):
                continue
            outputs[name] = evaluate(body["Value"], self.scope)
            if "Export" in body:
                exports[str(evaluate(body["Export"]["Name"], self.scope))] = outputs[name]
        return outputs, exports

    def _guard_exports(self, exports: dict[str, Json]) -> None:
        """Refuse to change or take away what another stack imports, as CloudFormation does."""
        for name, value in self.store.exports_of(self.stack).items():
            importers = self.store.importers(name)
            if importers and exports.get(name) != value:
                raise ExportInUseError(
                    f"export {name} is in use by {', '.join(importers)}", where=self.stack
                )

    def _clean_up(self, before: dict[str, Physical], wanted: set[str]) -> None:
        """Delete what was replaced and what has left the template; a failure is told, not fatal."""
        for number, physical in self.store.leftovers(self.stack):
            if self._delete(physical):
                self.store.drop_leftover(number)
        gone = {name: physical for name, physical in before.items() if name not in wanted}
        for physical in deletion_order(gone):
            if self._delete(physical):
                self.store.drop(self.stack, physical.logical_id)

    def _delete(self, physical: Physical) -> bool:
        if physical.deletion_policy in RETAINING_POLICIES:
            self._tell(physical.logical_id, physical.type, "DELETE_SKIPPED", "it is retained")
            return True
        self._tell(physical.logical_id, physical.type, "DELETE_IN_PROGRESS")
        try:
            self.providers.of(physical.type).delete(self.scope.place, physical)
        except OperationError as error:
            self._tell(physical.logical_id, physical.type, "DELETE_FAILED", str(error))
            return False
        self._tell(physical.logical_id, physical.type, "DELETE_COMPLETE")
        return True

    def _roll_back(self, verb: str, reason: Exception) -> None:
        """Undo the changes, last first; what cannot be undone is told."""
        prefix = "ROLLBACK" if verb == "CREATE" else "UPDATE_ROLLBACK"
        self._tell(self.stack, STACK_TYPE, f"{prefix}_IN_PROGRESS", str(reason))
        complete = all([self._undo(change) for change in reversed(self._changes)])
        status = f"{prefix}_COMPLETE" if complete else f"{prefix}_FAILED"
        self.store.set_status(self.stack, status)
        self._tell(self.stack, STACK_TYPE, status)
        if complete and verb == "CREATE":
            self.store.forget(self.stack)

    def _undo(self, change: Change) -> bool:
        after, before = change.after, change.before
        if before is None or change.action == "REPLACE":
            if not self._delete(replace(after, deletion_policy="Delete")):
                return False
        else:
            self._tell(after.logical_id, after.type, "UPDATE_IN_PROGRESS", "going back")
            try:
                provider = self.providers.of(after.type)
                before = provider.update(self.scope.place, after, before.properties)
            except (OperationError, DeploymentError) as error:
                self._tell(after.logical_id, after.type, "UPDATE_FAILED", str(error))
                return False
        self._restore(after, before)
        return True

    def _restore(self, after: Physical, before: Physical | None) -> None:
        if before is None:
            self.store.drop(self.stack, after.logical_id)
            return
        self.store.keep(self.stack, before)
        for number, leftover in self.store.leftovers(self.stack):
            if leftover.logical_id == before.logical_id:
                self.store.drop_leftover(number)

    def _tell(self, logical_id: str, kind: str, status: str, reason: str = "") -> None:
        event = Event(time.time(), self.stack, logical_id, kind, status, reason)
        self.store.add_event(event)
        self.report(event)


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
