"""Components of entities as they are kept: made from requests and changed by updates; pure.

A kept component has its type, a description, the values and definitions that it has of its own, and
its property groups. What it has by its type is added when it is described.
"""

from __future__ import annotations

from twin_local.services.documents import Json
from twin_local.services.iottwinmaker.exceptions import ValidationException

DELETE, CREATE, UPDATE = "DELETE", "CREATE", "UPDATE"
OWN_PART = ("definition", "value")


def made(given: Json) -> Json:
    """Return a component from what a request gives of it."""
    properties = given.get("properties") or given.get("propertyUpdates") or {}
    groups = given.get("propertyGroups") or given.get("propertyGroupUpdates") or {}
    return {
        "componentTypeId": given.get("componentTypeId"),
        "description": given.get("description", ""),
        "properties": _changed_properties({}, properties),
        "propertyGroups": _changed_groups({}, groups),
    }


def changed(components: Json, updates: Json, *, what: str = "component") -> Json:
    """Return the components after creating, updating and deleting some.

    Raises:
        ValidationException: there is no component to update, or there is one already.
    """
    found = dict(components)
    for name, update in updates.items():
        kind = update.get("updateType", UPDATE)
        if kind != CREATE and name not in components:
            raise ValidationException(f"there is no {what} {name} to update")
        if kind == CREATE and name in components:
            raise ValidationException(f"the {what} {name} exists")
        if kind == DELETE:
            found.pop(name)
        elif kind == CREATE:
            found[name] = made(update)
        else:
            found[name] = _updated(components[name], update)
    return found


def _updated(before: Json, update: Json) -> Json:
    type_id = update.get("componentTypeId", before.get("componentTypeId"))
    if type_id != before.get("componentTypeId"):
        raise ValidationException("the type of a component does not change")
    return {
        **before,
        "description": update.get("description", before.get("description", "")),
        "properties": _changed_properties(
            before["properties"], update.get("propertyUpdates") or update.get("properties") or {}
        ),
        "propertyGroups": _changed_groups(
            before.get("propertyGroups", {}), update.get("propertyGroupUpdates") or {}
        ),
    }


def _changed_properties(before: Json, updates: Json) -> Json:
    found = dict(before)
    for name, update in updates.items():
        kind = update.get("updateType")
        if kind == DELETE:
            found.pop(name, None)
        elif kind == "RESET_VALUE":
            found[name] = {key: one for key, one in found.get(name, {}).items() if key != "value"}
        else:
            given = {key: update[key] for key in OWN_PART if update.get(key) is not None}
            found[name] = {**found.get(name, {}), **given}
    return {name: one for name, one in found.items() if one}


def _changed_groups(before: Json, updates: Json) -> Json:
    found = dict(before)
    for name, update in updates.items():
        if update.get("updateType") == DELETE:
            found.pop(name, None)
        else:
            found[name] = {key: one for key, one in update.items() if key != "updateType"}
    return found
