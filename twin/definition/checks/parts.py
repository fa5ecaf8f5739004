"""Parts are made of components that exist; a type has what its interfaces ask for."""

from __future__ import annotations

from twin.definition.checks.scope import Owner, Scope
from twin.definition.checks.units import known_unit
from twin.definition.equipment import EquipmentType
from twin.definition.key_path import KeyPath
from twin.definition.properties import Metric


def check(scope: Scope) -> None:
    """Check the parts and the interfaces of every type."""
    for name, equipment, key in scope.types():
        _check_parts(scope, equipment, key)
        for index, interface in enumerate(equipment.implements):
            at = (*key, "implements", index)
            if equipment.implements.index(interface) < index:
                _report_twice(scope, at, interface)
            elif f"interface {interface}" in scope.owners:
                _check_fulfilled(scope, scope.owners[name], interface, at)
            elif not scope.report.has(("twin", "interfaces", interface)):
                message, known = "there is no such interface", scope.site.twin.interfaces
                scope.dangling(at, message, interface, known)


def _check_parts(scope: Scope, equipment: EquipmentType, key: KeyPath) -> None:
    known = scope.site.twin.components
    for part, component in equipment.components.items():
        written = scope.report.has(("twin", "components", component))
        if component not in known and not written:
            message = "there is no such component"
            scope.dangling((*key, "components", part), message, component, known)


def _report_twice(scope: Scope, key: KeyPath, interface: str) -> None:
    scope.report.add(
        "DUPLICATE_NAME",
        key,
        "the interface is there twice",
        found=interface,
        expected="each interface once",
    )


def _check_fulfilled(scope: Scope, owner: Owner, interface: str, key: KeyPath) -> None:
    """Report properties of an interface that a type has not, or has as something else."""
    own = {
        name: item
        for name, item in owner.by_name.items()
        if item.is_stated or item.key == ("implements",)
    }
    for item in scope.owners[f"interface {interface}"].by_name.values():
        found = own.get(item.name)
        stated = [one.name for one in owner.properties if one.is_stated]
        if found is None and stated.count(item.name) > 1:
            continue  # the name means two things, which is reported once
        if found is not None and known_unit(found.unit) is None:
            continue  # reported where the type states it
        wanted = (item.kind, item.data_type, item.unit, _window(item.formula))
        actual = found and (found.kind, found.data_type, found.unit, _window(found.formula))
        if wanted != actual:
            scope.report.add(
                "INTERFACE_NOT_FULFILLED",
                key,
                f"{owner.name} does not have {item.name} as {interface} does",
                found=_words(*actual) if actual else f"no {item.name} that it states itself",
                expected=f"{item.name}: {_words(*wanted)}",
            )


def _window(formula: object) -> str:
    return formula.window if isinstance(formula, Metric) else ""


def _words(kind: str, data_type: str, unit: str, window: str) -> str:
    every = f", each {window}" if window else ""
    return f"{data_type} in {unit or 'no unit'} of the {kind}{every}"
