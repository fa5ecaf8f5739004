"""Components as the API describes them: what they have of their own and by their type; pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from twin_local.services.documents import Json
from twin_local.services.iottwinmaker.type_resolution import (
    ResolvedType,
    TypeOf,
    definition,
    resolve,
)

VALUES_SHOWN = 50
"""Of a synced list GetEntity returns so many values; GetPropertyValue pages the rest."""


@dataclass(frozen=True)
class Component:
    """One component, or composite component, of an entity, with its type."""

    path: str
    kept: Json
    type: ResolvedType
    defined_in: str | None = None

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]

    @property
    def properties(self) -> Json:
        """Every property: its definition, and its value or default where there is one."""
        own = self.kept.get("properties", {})
        return {
            name: _property(self.type.properties.get(name, {}), own.get(name, {}))
            for name in (
                *self.type.properties,
                *(one for one in own if one not in self.type.properties),
            )
        }

    @property
    def groups(self) -> Json:
        """Every property group."""
        own = self.kept.get("propertyGroups", {})
        mine = {name: {**one, "isInherited": False} for name, one in own.items()}
        return {
            **{name: {**one, "isInherited": True} for name, one in self.type.groups.items()},
            **mine,
        }

    @property
    def status(self) -> Json:
        """ACTIVE, or ERROR with what its schema initializer failed with."""
        error = self.kept.get("error")
        return {"state": "ERROR", "error": error} if error else {"state": "ACTIVE", "error": {}}

    def value(self, name: str) -> Json | None:
        """Return the value or default of a property, None where it has none."""
        found: Json | None = self.properties.get(name, {}).get("value")
        return found

    def function(self, *names: str) -> Json | None:
        """Return the first of some functions that the type has, None where it has none."""
        return next((self.type.functions[one] for one in names if one in self.type.functions), None)

    def summary(self) -> Json:
        """Return the component's summary."""
        source = self.kept.get("syncSource")
        return {
            "componentName": self.name,
            "componentTypeId": self.type.name,
            "description": self.kept.get("description", ""),
            "propertyGroups": self.groups,
            "status": self.status,
            "componentPath": self.path,
            **({"definedIn": self.defined_in} if self.defined_in else {}),
            **({"syncSource": source} if source else {}),
        }

    def described(self, inner: list[Component]) -> Json:
        """Return the component as an entity shows it."""
        hidden = ("componentPath",)
        summary = {key: one for key, one in self.summary().items() if key not in hidden}
        return {
            **summary,
            "properties": {name: _shortened(one) for name, one in self.properties.items()},
            "areAllPropertiesReturned": True,
            "compositeComponents": {one.name: one.summary() for one in inner},
            "areAllCompositeComponentsReturned": True,
        }


def components(entity: Json, type_of: TypeOf) -> Iterator[Component]:
    """Yield the components of an entity, each before the composite components in it."""
    for name, kept in entity["components"].items():
        yield from _with_inner(
            entity, name, kept, resolve(kept["componentTypeId"], type_of), type_of
        )


def inside(found: list[Component], path: str | None) -> list[Component]:
    """Return the components directly in one, or those of the entity itself."""
    return [one for one in found if one.path.rpartition("/")[0] == (path or "")]


def _with_inner(
    entity: Json,
    path: str,
    kept: Json,
    kind: ResolvedType,
    type_of: TypeOf,
    holder: str | None = None,
) -> Iterator[Component]:
    yield Component(path, kept, kind, holder)
    for name, one in kind.composites.items():
        inner = f"{path}/{name}"
        own = entity.get("compositeComponents", {}).get(inner, {})
        found = resolve(one["componentTypeId"], type_of)
        yield from _with_inner(entity, inner, own, found, type_of, kind.name)


def _property(by_type: Json, own: Json) -> Json:
    known = definition({**by_type, **own.get("definition", {})})
    value = own.get("value", known.get("defaultValue"))
    return {"definition": known, **({"value": value} if value is not None else {})}


def _shortened(one: Json) -> Json:
    values = one.get("value", {}).get("listValue") or []
    if len(values) <= VALUES_SHOWN:
        return {**one, "areAllPropertyValuesReturned": True}
    value = {"listValue": values[:VALUES_SHOWN]}
    return {**one, "value": value, "areAllPropertyValuesReturned": False}
