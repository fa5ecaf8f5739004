"""What a deployment would change, found without changing anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from twin_local.engine.graph import ordered
from twin_local.engine.intrinsics import evaluate
from twin_local.engine.json_value import Json, Properties
from twin_local.engine.providers import Providers
from twin_local.engine.resource_state import Physical
from twin_local.engine.stack_scope import CheckScope
from twin_local.engine.table_update import changed_names
from twin_local.engine.template import Resource

SECTIONS = ("DeletionPolicy", "UpdateReplacePolicy", "Metadata")
"""What of a resource may change beside its properties."""


@dataclass(frozen=True)
class PropertyChange:
    """A property and its values; `replaces` says whether only a new resource can have the new."""

    name: str
    before: Json
    after: Json
    replaces: bool


@dataclass(frozen=True)
class PlannedChange:
    """What would be done with one resource; `sections` are other parts of it that change."""

    action: Literal["Add", "Modify", "Remove"]
    logical_id: str
    type: str
    before: Physical | None
    after: Resource | None
    properties: tuple[PropertyChange, ...] = ()
    sections: tuple[str, ...] = ()
    replaced: bool = False


@dataclass(frozen=True)
class Preview:
    """All changes by logical id, and whether outputs or exports change as well."""

    changes: tuple[PlannedChange, ...]
    outputs_change: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all would change."""
        return not self.changes and not self.outputs_change


class PreviewScope(CheckScope):
    """The names of a stack as they are, where they stay; those to come are placeholders.

    `resources` grows by every resource that keeps its identity.
    """

    def reference(self, name: str) -> Json:
        """Return what `Ref` gives."""
        if name in self.resources:
            return self.resources[name].reference
        return super().reference(name)

    def attribute(self, logical_id: str, name: str) -> Json:
        """Return what `Fn::GetAtt` gives."""
        if logical_id in self.resources and name in self.resources[logical_id].attributes:
            return self.resources[logical_id].attributes[name]
        return super().attribute(logical_id, name)

    def exported(self, name: str) -> Json:
        """Return what `Fn::ImportValue` gives."""
        exports = self.store.exports()
        return exports[name] if name in exports else super().exported(name)

    def stack_output(self, stack: str, output: str) -> Json:
        """Return what `Fn::GetStackOutput` gives."""
        outputs = self.store.outputs(stack) or {}
        return outputs[output] if output in outputs else super().stack_output(stack, output)


def preview(scope: PreviewScope, providers: Providers) -> Preview:
    """Return what deploying the template of a scope would change.

    Raises:
        DeploymentError: the template cannot be evaluated, or a change can be made in no way.
    """
    stack, template = scope.place.stack, scope.template
    deployed = scope.store.resources(stack)
    before = (scope.store.document(stack) or {}).get("template", {}).get("Resources", {})
    present = {
        name: resource
        for name, resource in template.resources.items()
        if resource.condition is None or scope.condition(resource.condition)
    }
    found = list(_planned(scope, providers, present, deployed, before))
    found += [
        PlannedChange("Remove", name, physical.type, physical, None)
        for name, physical in deployed.items()
        if name not in present
    ]
    changes = tuple(sorted(found, key=lambda change: change.logical_id))
    return Preview(changes, _outputs_change(scope))


def _planned(
    scope: PreviewScope,
    providers: Providers,
    present: Mapping[str, Resource],
    deployed: Mapping[str, Physical],
    before: Mapping[str, Properties],
) -> Iterator[PlannedChange]:
    for resource in ordered(dict(present)):
        name, physical = resource.logical_id, deployed.get(resource.logical_id)
        if physical is None:
            yield PlannedChange("Add", name, resource.type, None, resource)
            continue
        raw = scope.template.raw.get("Resources", {}).get(name, {})
        change = _modification(scope, providers, resource, physical, before.get(name, raw))
        if not change.replaced:
            scope.resources[name] = physical
        if change.properties or change.sections or change.replaced:
            yield change


def _modification(
    scope: PreviewScope,
    providers: Providers,
    resource: Resource,
    physical: Physical,
    before: Properties,
) -> PlannedChange:
    properties: Properties = evaluate(resource.properties, scope)
    raw = scope.template.raw.get("Resources", {}).get(resource.logical_id, {})
    changed = changed_names(physical.properties, properties)
    if physical.attempted is not None:  # it may be neither as it was nor as it was to become
        changed |= changed_names({**physical.attempted, **physical.properties}, physical.attempted)
    where = f"{scope.place.stack}/{resource.logical_id}"
    causes: tuple[str, ...] = ()
    if changed and physical.type == resource.type:
        provider = providers.of(resource.type, where=where)
        causes = provider.replaces(scope.place, physical, properties)
    roots = {path.split(".")[0] for path in causes}
    return PlannedChange(
        action="Modify",
        logical_id=resource.logical_id,
        type=resource.type,
        before=physical,
        after=resource,
        properties=tuple(
            PropertyChange(name, physical.properties.get(name), properties.get(name), name in roots)
            for name in sorted(changed)
        ),
        sections=tuple(name for name in SECTIONS if raw.get(name) != before.get(name)),
        replaced=bool(causes) or physical.type != resource.type,
    )


def _outputs_change(scope: PreviewScope) -> bool:
    """Say whether the outputs, or what is exported of them, would be others."""
    store, stack = scope.store, scope.place.stack
    outputs: Properties = {}
    exports: Properties = {}
    for name, body in scope.template.outputs.items():
        if "Condition" in body and not scope.condition(body["Condition"]):
            continue
        outputs[name] = evaluate(body["Value"], scope)
        if "Export" in body:
            exports[str(evaluate(body["Export"]["Name"], scope))] = outputs[name]
    return outputs != (store.outputs(stack) or {}) or exports != store.exports_of(stack)
