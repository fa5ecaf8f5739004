"""Filters by properties: `rated_power > 10 and level = 'work_unit'`.

A condition is a property's name, a comparison (`< <= = == != >= >`) and a number, a text in quotes,
`true` or `false`; conditions are joined by `and`. A property that a node has not, or a value that
cannot be compared, fulfils no condition.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from twin.graph.elements import Node
from twin.graph.errors import BadFilter
from twin.telemetry.sample import Value

CONDITION = re.compile(
    r"""\s* (?P<name>[A-Za-z_]\w*)
        \s* (?P<comparison><=|>=|==|!=|<|>|=)
        \s* (?: (?P<number>[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)
              | '(?P<single>[^']*)' | "(?P<double>[^"]*)"
              | (?P<truth>true|false)\b )
        \s*""",
    re.VERBOSE,
)
AND = re.compile(r"and\b", re.IGNORECASE)
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
MAXIMUM_LENGTH = 1_000


@dataclass(frozen=True)
class Condition:
    """One comparison of one property; like is compared with like only."""

    name: str
    comparison: str
    value: float | str | bool

    @cached_property
    def holds(self) -> Callable[[Value], bool]:
        """Return what says whether a property's value fulfils it."""
        compare, wanted = COMPARISONS[self.comparison], self.value
        if isinstance(wanted, bool):
            if self.comparison not in ("=", "==", "!="):
                return lambda _: False
            return lambda found: isinstance(found, bool) and compare(found, wanted)
        if isinstance(wanted, str):
            return lambda found: isinstance(found, str) and compare(found, wanted)
        # Exact types: a Boolean is an integer to Python.
        return lambda found: type(found) in (float, int) and compare(found, wanted)


@dataclass(frozen=True)
class Filter:
    """Conditions that all must hold."""

    conditions: tuple[Condition, ...] = ()

    def passes(self, node: Node, live: Mapping[str, Value]) -> bool:
        """Say whether a node fulfils all; `live` are values of what is no property of the graph."""
        for condition in self.conditions:
            name = condition.name
            found = node.properties[name] if name in node.properties else live.get(name)
            if not condition.holds(found):
                return False
        return True

    def names_beside(self, nodes: Iterable[Node]) -> list[tuple[Node, str]]:
        """Return the asset and the name of every value that must be read to decide."""
        return [
            (node, condition.name)
            for node in nodes
            for condition in self.conditions
            if node.kind == "asset" and condition.name not in node.properties
        ]


def parse_filter(text: str) -> Filter:
    """Read a filter; an empty one lets everything through.

    Raises:
        BadFilter: it is none, with the place where it stops to be one.
    """
    if len(text) > MAXIMUM_LENGTH:
        raise BadFilter(
            "the filter is too long",
            found=f"{len(text)} characters",
            expected=f"at most {MAXIMUM_LENGTH}",
            where="where",
        )
    conditions, place = [], 0
    while text.strip():
        found = CONDITION.match(text, place)
        if found is None:
            raise _bad(text, place, "a property, a comparison and a value: rated_power > 10")
        conditions.append(_condition(found))
        place = found.end()
        if place == len(text):
            break
        joined = AND.match(text, place)
        if joined is None:
            raise _bad(text, place, "and, or the end")
        place = joined.end()
    return Filter(tuple(conditions))


def _condition(found: re.Match[str]) -> Condition:
    number, truth = found["number"], found["truth"]
    text = found["single"] if found["single"] is not None else found["double"]
    name, comparison = found["name"], found["comparison"]
    if number is not None:
        return Condition(name, comparison, float(number))
    return Condition(name, comparison, text if truth is None else truth == "true")


def _bad(text: str, place: int, expected: str) -> BadFilter:
    shown = text[place : place + 40].strip() or "the end"
    return BadFilter("the filter cannot be read", found=shown, expected=expected, where="where")
