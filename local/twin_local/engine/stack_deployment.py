"""Deploys one stack: what to create, update, replace and delete."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from twin_local.engine.clients import OperationError
from twin_local.engine.errors import (
    DeploymentError,
    ExportInUseError,
    ResourceFailedError,
    StackFailedError,
)
from twin_local.engine.event import Report
from twin_local.engine.graph import dependencies, ordered
from twin_local.engine.intrinsics import evaluate
from twin_local.engine.json_value import Json, Properties
from twin_local.engine.progress import Progress
from twin_local.engine.provider import LeftBehindError, Provider
from twin_local.engine.providers import Providers
from twin_local.engine.removal import Removal
from twin_local.engine.resource_state import Physical
from twin_local.engine.rollback import Change, Rollback
from twin_local.engine.stack_scope import StackScope
from twin_local.engine.store import Store
from twin_local.engine.template import Resource

FRESH = (None, "REVIEW_IN_PROGRESS", "CREATE_IN_PROGRESS", "ROLLBACK_COMPLETE")
"""The statuses of a stack that was never deployed whole."""


@dataclass
class StackDeployment:
    """One deployment of one stack.

    `given` are the parameters as they were given; `rolling_back` says that this leads back to what
    was deployed before; `before_change` is called before whatever changes
    something.
    """

    scope: StackScope
    providers: Providers
    store: Store
    report: Report
    before_change: Callable[[], None]
    given: Mapping[str, str] = field(default_factory=dict)
    rolling_back: bool = False
    _changes: list[Change] = field(default_factory=list)
    _before: dict[str, Physical] = field(default_factory=dict)

    @property
    def stack(self) -> str:
        """The name of the stack."""
        return self.scope.place.stack

    @property
    def _progress(self) -> Progress:
        return Progress(self.stack, self.store, self.report)

    @property
    def _removal(self) -> Removal:
        place, providers, store = self.scope.place, self.providers, self.store
        return Removal(place, providers, store, self._progress, self.before_change)

    def run(self) -> dict[str, Json]:
        """Make the stack so and return its outputs; leave it as it was on failure.

        Raises:
            StackFailedError: a resource failed; the stack was rolled back.
        """
        before = self._before = self.store.resources(self.stack)
        verb = self._verb()
        self._remember(before)
        wanted = self._wanted()
        self.store.set_status(self.stack, f"{verb}_IN_PROGRESS")
        self._removal.leftovers()
        try:
            for resource in wanted:
                self._apply(resource, before.get(resource.logical_id))
            outputs, exports = self._outputs()
            self._guard_exports(exports)
        except (DeploymentError, OperationError) as error:
            complete = self._roll_back(verb, error)
            then = "was rolled back" if complete else "could not be wholly rolled back"
            raise StackFailedError(
                f"{self.stack} failed and {then}: {error}", where=self.stack
            ) from error
        self._clean_up({resource.logical_id for resource in wanted})
        status = f"{verb}_COMPLETE"
        self.store.finish(
            self.stack,
            status,
            outputs=outputs,
            exports=exports,
            imports=self.scope.imports,
            document={"template": self.scope.template.raw, "parameters": dict(self.given)},
        )
        unchanged = not self._changes and set(before) == set(self.scope.resources)
        self._progress.tell_stack(status, "no changes" if unchanged else "")
        return outputs

    def _verb(self) -> str:
        if self.rolling_back:
            return "UPDATE_ROLLBACK"
        is_new = self.store.status(self.stack) in FRESH and not self._before
        return "CREATE" if is_new else "UPDATE"

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
        properties: Properties = evaluate(resource.properties, self.scope)
        if before is not None and _is_so(before, resource, properties):
            self._arrived(before, resource)
            return
        self.before_change()
        try:
            after = self._change(resource, before, properties)
        except OperationError as error:
            self._failed(resource, before, error)
            raise ResourceFailedError(
                f"{self.stack}/{resource.logical_id} ({resource.type}): {error}",
                where=f"{self.stack}/{resource.logical_id}",
            ) from error
        self._arrived(after, resource)
        self.scope.place.deployed[after.reference] = after.effective
        verb = "UPDATE" if before else "CREATE"
        self._progress.tell(resource.logical_id, resource.type, f"{verb}_COMPLETE")

    def _change(
        self, resource: Resource, before: Physical | None, properties: Properties
    ) -> Physical:
        place, where = self.scope.place, f"{self.stack}/{resource.logical_id}"
        provider = self.providers.of(resource.type, where=where)
        if before is None:
            return self._create(resource, properties, provider)
        if before.type != resource.type or provider.replaces(place, before, properties):
            return self._replace(resource, before, properties, provider)
        return self._update(before, properties, provider)

    def _create(self, resource: Resource, properties: Properties, provider: Provider) -> Physical:
        self._progress.tell(resource.logical_id, resource.type, "CREATE_IN_PROGRESS")
        after = provider.create(self.scope.place, resource.logical_id, properties)
        self._changes.append(Change("CREATE", None, after))
        return after

    def _replace(
        self, resource: Resource, before: Physical, properties: Properties, provider: Provider
    ) -> Physical:
        self._progress.tell(resource.logical_id, resource.type, "CREATE_IN_PROGRESS")
        after = provider.create(self.scope.place, resource.logical_id, properties)
        self._changes.append(Change("REPLACE", before, after))
        policy = resource.update_replace_policy
        self.store.add_leftover(self.stack, replace(before, update_replace_policy=policy))
        return after

    def _update(self, before: Physical, properties: Properties, provider: Provider) -> Physical:
        """Change a resource in place; what is tried is noted first, for it may fail half-way."""
        tried = replace(before, attempted=_attempted(before, properties))
        self._progress.tell(before.logical_id, before.type, "UPDATE_IN_PROGRESS")
        self.store.keep(self.stack, tried)
        self._changes.append(Change("UPDATE", before, tried))
        after = provider.update(self.scope.place, before, properties)
        self._changes[-1] = Change("UPDATE", before, after)
        return after

    def _failed(self, resource: Resource, before: Physical | None, error: OperationError) -> None:
        verb = "UPDATE" if before else "CREATE"
        self._progress.tell(resource.logical_id, resource.type, f"{verb}_FAILED", str(error))
        if isinstance(error, LeftBehindError):
            self.store.add_leftover(self.stack, error.physical)

    def _arrived(self, physical: Physical, resource: Resource) -> None:
        """Note that a resource is as the template wants it."""
        self.scope.resources[resource.logical_id] = physical
        kept = replace(
            physical,
            deletion_policy=resource.deletion_policy,
            update_replace_policy=resource.update_replace_policy,
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

    def _clean_up(self, wanted: set[str]) -> None:
        """Delete what was replaced and what has left the template."""
        self._removal.leftovers()
        gone = {name: physical for name, physical in self._before.items() if name not in wanted}
        self._removal.departed(gone)

    def _roll_back(self, verb: str, reason: Exception) -> bool:
        """Undo the changes and say whether all could be; what could not is told."""
        prefix = "ROLLBACK" if verb == "CREATE" else "UPDATE_ROLLBACK"
        self._progress.tell_stack(f"{prefix}_IN_PROGRESS", str(reason))
        place, providers, store = self.scope.place, self.providers, self.store
        rollback = Rollback(place, providers, store, self._progress, self._removal)
        complete = rollback.run(self._changes) and not self._is_left_behind(verb)
        status = f"{prefix}_COMPLETE" if complete else f"{prefix}_FAILED"
        self.store.set_status(self.stack, status)
        self._progress.tell_stack(status)
        return complete

    def _is_left_behind(self, verb: str) -> bool:
        """Say whether a stack that is to vanish still has something to be removed."""
        return verb == "CREATE" and bool(self.store.leftovers(self.stack))


def _is_so(before: Physical, resource: Resource, properties: Properties) -> bool:
    """Say whether a resource already is as the template wants it."""
    same = (before.type, before.properties) == (resource.type, properties)
    return same and before.attempted is None


def _attempted(before: Physical, properties: Properties) -> Properties:
    """Return what may be in effect if an update to these properties fails."""
    made_up = {
        name: value for name, value in before.effective.items() if name not in before.properties
    }
    return {**(before.attempted or {}), **made_up, **properties}
