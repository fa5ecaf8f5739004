"""Components of entities: checked against their types, changed by updates."""

from __future__ import annotations

from collections.abc import Callable

from twin_local.services.documents import Json
from twin_local.services.iottwinmaker.component_types import (
    missing_properties,
    unknown_properties,
)
from twin_local.services.iottwinmaker.exceptions import ValidationException

TypeOf = Callable[[str], Json]


def checked_components(given: Json, type_of: TypeOf) -> Json:
    """Return an entity's components as they are described.

    Raises:
        ValidationException: a component does not fit its type.
        ResourceNotFoundException: a component's type does not exist.
    """
    return {name: _described(name, component, type_of) for name, component in given.items()}


def apply_updates(components: Json, updates: Json, type_of: TypeOf) -> Json:
    """Return the components after creating, updating and deleting some.

    Raises:
        ValidationException: an update does not fit.
    """
    changed = dict(components)
    for name, update in updates.items():
        kind = update.get("updateType", "UPDATE")
        if kind == "DELETE":
            changed.pop(name, None)
            continue
        if kind == "UPDATE" and name not in components:
            raise ValidationException(f"there is no component {name} to update")
        before = components.get(name, {}) if kind == "UPDATE" else {}
        changed[name] = _described(name, _merged(before, update), type_of)
    return changed


def _merged(before: Json, update: Json) -> Json:
    properties = {
        name: {"value": one["value"]}
        for name, one in before.get("properties", {}).items()
        if "value" in one
    }
    for name, change in (update.get("propertyUpdates") or update.get("properties") or {}).items():
        if change.get("updateType") in ("DELETE", "RESET_VALUE"):
            properties.pop(name, None)
        else:
            properties[name] = {"value": change["value"]}
    component_type = update.get("componentTypeId") or before.get("componentTypeId")
    return {"componentTypeId": component_type, "properties": properties}


def _described(name: str, component: Json, type_of: TypeOf) -> Json:
    component_type = type_of(component["componentTypeId"])
    if missing := missing_properties(component_type, component):
        raise ValidationException(f"the component {name} needs {', '.join(missing)}")
    if unknown := unknown_properties(component_type, component):
        raise ValidationException(
            f"{component['componentTypeId']} does not define {', '.join(unknown)}"
        )
    given = component.get("properties") or {}
    definitions = component_type["propertyDefinitions"]
    properties = {}
    for key, definition in definitions.items():
        default = definition.get("defaultValue")
        value = given.get(key, {}).get("value", default)
        properties[key] = {"definition": definition, **({"value": value} if value else {})}
    return {
        "componentName": name,
        "componentTypeId": component["componentTypeId"],
        "description": component.get("description", ""),
        "properties": properties,
        "status": {"state": "ACTIVE", "error": {}},
    }
