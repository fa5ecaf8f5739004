"""Match events against event patterns (EventBridge user guide: "Event patterns")."""

from __future__ import annotations

import ipaddress
import operator
import re
from collections.abc import Callable
from typing import Any

from twin_local.execution.types import Json

COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    ">": operator.gt,
    ">=": operator.ge,
}


def matches(pattern: dict[str, Any], event: Json) -> bool:
    """Say whether an event has every field that the pattern asks for."""
    for name, wanted in pattern.items():
        if name == "$or":
            if not any(matches(alternative, event) for alternative in wanted):
                return False
        elif not _field_matches(wanted, _values(event, name)):
            return False
    return True


def _values(event: Json, name: str) -> list[Json]:
    """Return the values of a field; several when the event is an array of objects."""
    if isinstance(event, list):
        return [value for item in event for value in _values(item, name)]
    return [event[name]] if isinstance(event, dict) and name in event else []


def _field_matches(wanted: Json, values: list[Json]) -> bool:
    if isinstance(wanted, dict):
        return any(matches(wanted, value) for value in values) or (
            not values and matches(wanted, {})
        )
    flat = [item for value in values for item in (value if isinstance(value, list) else [value])]
    return any(_rule_matches(rule, flat, present=bool(values)) for rule in wanted)


def _rule_matches(rule: Json, values: list[Json], *, present: bool) -> bool:
    if isinstance(rule, dict):
        if "exists" in rule:
            return bool(rule["exists"]) == present
        ((kind, argument),) = rule.items()
        if kind == "anything-but":
            return present and not any(_excluded(argument, value) for value in values)
        return any(_test(kind, argument, value) for value in values)
    return any(_equal(rule, value) for value in values)


def _equal(wanted: Json, value: Json) -> bool:
    if isinstance(wanted, bool) or isinstance(value, bool):
        return wanted is value
    return bool(wanted == value)


def _excluded(argument: Json, value: Json) -> bool:
    if isinstance(argument, dict):
        ((kind, inner),) = argument.items()
        choices = inner if isinstance(inner, list) and kind != "numeric" else [inner]
        return any(_test(kind, choice, value) for choice in choices)
    choices = argument if isinstance(argument, list) else [argument]
    return any(_equal(choice, value) for choice in choices)


def _test(kind: str, argument: Json, value: Json) -> bool:
    if kind == "numeric":
        return _numeric(argument, value)
    return isinstance(value, str) and _test_text(kind, argument, value)


def _test_text(kind: str, argument: Json, value: str) -> bool:
    if isinstance(argument, dict) and "equals-ignore-case" in argument:
        argument, value = str(argument["equals-ignore-case"]).casefold(), value.casefold()
    if kind == "prefix":
        return value.startswith(str(argument))
    if kind == "suffix":
        return value.endswith(str(argument))
    if kind == "equals-ignore-case":
        return value.casefold() == str(argument).casefold()
    if kind == "wildcard":
        expression = ".*".join(re.escape(part) for part in argument.split("*"))
        return re.fullmatch(expression, value, re.DOTALL) is not None
    return kind == "cidr" and _in_network(argument, value)


def _numeric(argument: list[Any], value: Json) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    pairs = zip(argument[::2], argument[1::2], strict=True)
    return all(COMPARISONS[sign](value, limit) for sign, limit in pairs)


def _in_network(network: str, address: str) -> bool:
    try:
        return ipaddress.ip_address(address) in ipaddress.ip_network(network)
    except ValueError:
        return False
