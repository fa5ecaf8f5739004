"""A name means one thing within a type, also beside the names that the twin makes."""

from __future__ import annotations

from twin.definition.checks.properties import Property
from twin.definition.checks.scope import Owner, Scope
from twin.definition.key_path import KeyPath, dotted

LONGEST_NAME = 64
"""Characters of a property of a part: a formula may name it, and so long is a variable."""

_GROUPS = ("types", "components", "interfaces")


def check(scope: Scope) -> None:
    """Check the types, components and interfaces, and the properties and alarms of each."""
    _check_logical_ids(scope)
    for owner in scope.owners.values():
        _check_properties(scope, owner)
    for name, equipment, key in scope.types():
        alarms: dict[str, KeyPath] = {one: ("alarms", one) for one in equipment.alarms}
        for part, component in equipment.components.items():
            _once(scope, key, alarms, part, ("components", part), "alarm")
            known = scope.site.twin.components.get(component)
            for alarm in known.alarms if known else ():
                _once(scope, key, alarms, f"{part}_{alarm}", ("components", part), "alarm")
        _check_states(scope, name, alarms, key)


def _check_properties(scope: Scope, owner: Owner) -> None:
    first: dict[str, KeyPath] = {}
    for item in owner.properties:
        _once(scope, owner.key, first, item.name, item.key, "property")
        if item.key[0] == "components" and len(item.name) > LONGEST_NAME:
            _report_long(scope, owner, item)


def _once(
    scope: Scope, owner: KeyPath, first: dict[str, KeyPath], name: str, key: KeyPath, what: str
) -> None:
    if name in first:
        among = {
            "property": "attributes, measurements, transforms, metrics, what parts and interfaces"
            " give and what models write",
            "alarm": "alarms, parts and the alarms of parts",
        }[what]
        scope.report.add(
            "DUPLICATE_NAME",
            (*owner, *key),
            f"{dotted(first[name])} has this name",
            found=name,
            expected=f"one {what} of a name among {among}",
        )
    first.setdefault(name, key)


def _report_long(scope: Scope, owner: Owner, item: Property) -> None:
    scope.report.add(
        "BAD_NAME",
        (*owner.key, *item.key),
        "a property of this part would have too long a name",
        found=item.name,
        expected=f"at most {LONGEST_NAME} characters, such as with a shorter name of the part",
    )


def _check_states(scope: Scope, name: str, alarms: dict[str, KeyPath], type_key: KeyPath) -> None:
    """Report properties that have the logical id of what an alarm is made of."""
    properties = scope.properties[name]
    for alarm, key in alarms.items():
        for made in (f"{alarm}_alarm", f"{alarm}_alarm_type", f"{alarm}_alarm_state"):
            if made in properties:
                scope.report.add(
                    "DUPLICATE_NAME",
                    (*type_key, *properties[made].key),
                    f"{dotted(key)} has a property of this name",
                    found=made,
                    expected="a name that no alarm gives to its state, type or model",
                )


def _check_logical_ids(scope: Scope) -> None:
    """Report types that get one logical id: `pump_1` and `pump1` are both `Pump1Model`."""
    for group in _GROUPS:
        first: dict[str, str] = {}
        for name in getattr(scope.site.twin, group):
            logical = "".join(part.capitalize() for part in name.split("_"))
            if logical in first:
                scope.report.add(
                    "DUPLICATE_NAME",
                    ("twin", group, name),
                    f"{first[logical]} differs from it in an underscore only",
                    found=name,
                    expected="names that differ in a letter or digit",
                )
            first.setdefault(logical, name)
