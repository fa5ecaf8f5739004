"""Formulas: how much one holds, and how they build on one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from twin.definition.checks.properties import by_name
from twin.definition.equipment import EquipmentType
from twin.definition.quota_uses.use import Use
from twin.definition.site import SiteDefinition
from twin.formula import FormulaError, parse, variables
from twin.formula.nodes import Call, If, Node, walk

Sources = Mapping[str, frozenset[str]]
"""Property with a formula → the properties of the same type that it reads."""


def measure(site: SiteDefinition) -> Iterator[Use]:
    """Yield variables, functions and dependencies of the formulas of each type."""
    for name, equipment in site.twin.equipment.items():
        yield from _of_type(name, equipment)


def sources_of(equipment: EquipmentType) -> Sources:
    """Return what the formulas of a type read; one that cannot be parsed reads nothing."""
    known = by_name(equipment)
    return {
        item.name: frozenset(_read(item.formula.formula, item.formula.variables)) & known.keys()
        for item in known.values()
        if item.formula is not None
    }


def _of_type(name: str, equipment: EquipmentType) -> Iterator[Use]:
    for item in by_name(equipment).values():
        if item.formula is not None:
            key = ("twin", "types", name, *item.key, "formula")
            text = item.formula.formula
            yield Use("variables_per_formula", len(_variables(text)), key)
            yield Use("functions_per_formula", _functions(text), key)
    sources = sources_of(equipment)
    at = ("twin", "types", name)
    yield Use("property_dependency_depth", _deepest(sources), at)
    dependents = {one: _above(one, sources) for one in by_name(equipment)}
    yield Use("dependents_per_property", max(map(len, dependents.values()), default=0), at)
    direct = [sum(one in read for read in sources.values()) for one in dependents]
    yield Use("direct_dependents_per_property", max(direct, default=0), at)


def _variables(text: str) -> frozenset[str]:
    node = _parsed(text)
    return frozenset() if node is None else frozenset(variables(node))


def _functions(text: str) -> int:
    node = _parsed(text)
    return 0 if node is None else sum(isinstance(part, Call | If) for part in walk(node))


def _parsed(text: str) -> Node | None:
    """Return a formula; what is wrong with one is said where formulas are checked."""
    try:
        return parse(text)
    except FormulaError:
        return None


def _read(text: str, renamed: Mapping[str, object]) -> Iterator[str]:
    """Yield names of the same type; what belongs to a child asset depends on another model."""
    for name in _variables(text):
        source = renamed.get(name, name)
        if isinstance(source, str):
            yield source


def _deepest(sources: Sources) -> int:
    """Return the greatest number of formulas on top of one another; a circle counts once."""

    def depth(name: str, seen: frozenset[str]) -> int:
        if name in seen or name not in sources:
            return 0
        return 1 + max((depth(one, seen | {name}) for one in sources[name]), default=0)

    return max((depth(name, frozenset()) for name in sources), default=0)


def _above(name: str, sources: Sources) -> set[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        source = waiting.pop()
        for user, read in sources.items():
            if source in read and user not in found:
                found.add(user)
                waiting.append(user)
    return found
