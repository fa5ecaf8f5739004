"""Which resources that hold data a deployment would make, change, replace or give up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from twin.stateful import STATEFUL_TYPES

Template = Mapping[str, Any]
CreateOnly = Callable[[str, dict[str, Any], dict[str, Any]], tuple[str, ...]]
"""Type, properties before and after → the changed ones that only a new resource can have."""


@dataclass(frozen=True)
class StatefulChange:
    """One resource; `properties` are those that make it differ."""

    change: Literal["new", "changed", "replaced", "removed"]
    stack: str
    logical_id: str
    type: str
    properties: tuple[str, ...] = ()

    @property
    def is_dangerous(self) -> bool:
        """Tell whether the data of the resource is left behind."""
        return self.change in ("replaced", "removed")


def stateful_changes(
    deployed: Mapping[str, Template], planned: Mapping[str, Template], create_only: CreateOnly
) -> tuple[StatefulChange, ...]:
    """Compare templates by stack; what stays as it is is not listed, and what is lost is first."""
    changes = [
        change
        for stack in dict.fromkeys((*planned, *deployed))
        for change in _of_stack(stack, deployed.get(stack, {}), planned.get(stack, {}), create_only)
    ]
    return tuple(sorted(changes, key=lambda one: (not one.is_dangerous, one.change)))


def _of_stack(
    stack: str, before: Template, after: Template, create_only: CreateOnly
) -> Iterator[StatefulChange]:
    old, new = _stateful(before), _stateful(after)
    for name, resource in new.items():
        kind = resource["Type"]
        if name not in old:
            yield StatefulChange("new", stack, name, kind)
        elif old[name]["Type"] != kind:
            yield StatefulChange("replaced", stack, name, kind, ("Type",))
        else:
            yield from _changed(stack, name, old[name], resource, create_only)
    for name in old.keys() - new.keys():
        yield StatefulChange("removed", stack, name, old[name]["Type"])


def _changed(
    stack: str,
    name: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    create_only: CreateOnly,
) -> Iterator[StatefulChange]:
    old, new, kind = before.get("Properties", {}), after.get("Properties", {}), after["Type"]
    differing = sorted(one for one in {*old, *new} if old.get(one) != new.get(one))
    fixed = create_only(kind, old, new)
    if fixed:
        yield StatefulChange("replaced", stack, name, kind, fixed)
    elif differing:
        yield StatefulChange("changed", stack, name, kind, tuple(differing))


def _stateful(template: Template) -> dict[str, Mapping[str, Any]]:
    return {
        name: resource
        for name, resource in template.get("Resources", {}).items()
        if resource["Type"] in STATEFUL_TYPES
    }
