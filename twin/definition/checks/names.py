"""A name means one thing within a type, also beside the names that the twin makes."""

from __future__ import annotations

from twin.definition.checks.properties import properties_of
from twin.definition.checks.scope import Scope
from twin.definition.key_path import KeyPath, dotted


def check(scope: Scope) -> None:
    """Check the properties of every type."""
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
