"""A name means one thing within a type, also beside the names that the twin makes."""

from __future__ import annotations

from twin.definition.checks.properties import properties_of
from twin.definition.checks.scope import Scope
from twin.definition.key_path import KeyPath, dotted


def check(scope: Scope) -> None:
    """Check the types, and the properties of each."""
    _check_types(scope)
    for _, equipment, key in scope.types():
        first: dict[str, KeyPath] = {}
        for item in properties_of(equipment):
            if item.name in first:
                scope.report.add(
                    "DUPLICATE_NAME",
                    (*key, *item.key),
                    f"{dotted(first[item.name])} has this name",
                    found=item.name,
                    expected="one property of a name among attributes, measurements, transforms,"
                    " metrics and what models write",
                )
            first.setdefault(item.name, item.key)


def _check_types(scope: Scope) -> None:
    """Report types that get one logical id: `pump_1` and `pump1` are both `Pump1Model`."""
    first: dict[str, str] = {}
    for name, _, key in scope.types():
        logical = "".join(part.capitalize() for part in name.split("_"))
        if logical in first:
            scope.report.add(
                "DUPLICATE_NAME",
                key,
                f"{first[logical]} differs from it in an underscore only",
                found=name,
                expected="names that differ in a letter or digit",
            )
        first.setdefault(logical, name)
