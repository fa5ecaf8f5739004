"""What a component type has of its own and by extension; pure.

A type extends others in their order: what comes later, and what it defines itself, refines what it
inherits by the same name.
https://docs.aws.amazon.com/iot-twinmaker/latest/guide/twinmaker-component-types.html
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from twin_local.services.documents import Json

FLAGS = (
    "isTimeSeries",
    "isRequiredInEntity",
    "isExternalId",
    "isStoredExternally",
)
TypeOf = Callable[[str], Json]
"""From the id of a component type to its document; raises where there is none."""


@dataclass(frozen=True)
class ResolvedType:
    """A component type with everything it inherits, each part as the API describes it."""

    name: str
    ancestors: frozenset[str]
    properties: Json = field(default_factory=dict)
    functions: Json = field(default_factory=dict)
    groups: Json = field(default_factory=dict)
    composites: Json = field(default_factory=dict)
    said_abstract: bool = False

    @property
    def is_abstract(self) -> bool:
        """Whether no component can be made: it says so, or a function has no implementation."""
        return self.said_abstract or any(
            not one.get("implementedBy")
            or any(name not in self.properties for name in one.get("requiredProperties", []))
            for one in self.functions.values()
        )

    def is_a(self, name: str) -> bool:
        """Say whether this is a type, or extends it."""
        return name == self.name or name in self.ancestors


def resolve(name: str, type_of: TypeOf) -> ResolvedType:
    """Return a type with what it inherits."""
    document = type_of(name)
    parents = [resolve(parent, type_of) for parent in document.get("extendsFrom", [])]
    return ResolvedType(
        name=name,
        ancestors=frozenset().union(*({one.name} | one.ancestors for one in parents)),
        properties=_refined(
            [one.properties for one in parents], document.get("propertyDefinitions", {}), definition
        ),
        functions=_refined(
            [one.functions for one in parents], document.get("functions", {}), _function
        ),
        groups=_refined([one.groups for one in parents], document.get("propertyGroups", {}), dict),
        composites=_refined(
            [one.composites for one in parents], document.get("compositeComponentTypes", {}), dict
        ),
        said_abstract=bool(document.get("isAbstract")),
    )


def definition(given: Json) -> Json:
    """Return a property's definition with the flags that the service adds."""
    flags = {name: bool(given.get(name)) for name in FLAGS}
    return {
        **{key: value for key, value in given.items() if key not in FLAGS and value is not None},
        **flags,
        "isImported": bool(given.get("isImported")),
        "isFinal": bool(given.get("isFinal")),
        "isInherited": bool(given.get("isInherited")),
    }


def _function(given: Json) -> Json:
    return {"requiredProperties": [], "scope": "ENTITY", **given}


def _refined(inherited: list[Json], own: Json, described: Callable[[Json], Json]) -> Json:
    found: Json = {}
    for parent in inherited:
        for name, one in parent.items():
            found[name] = {**found.get(name, {}), **one, "isInherited": True}
    for name, one in own.items():
        before = {key: value for key, value in found.get(name, {}).items() if key != "isInherited"}
        found[name] = {**described({**before, **one}), "isInherited": name in found}
    return found
