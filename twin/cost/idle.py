"""What the resources of a template cost while nothing happens (`idle.yaml`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

GOAL_USD_PER_MONTH = 5.0
"""A site that nobody uses and whose PLC is silent stays below this."""

Template = Mapping[str, Any]


@dataclass(frozen=True)
class IdleLine:
    """Resources of one type; `usd` a month for all of them, None where nobody knows."""

    type: str
    count: int
    usd: float | None


@dataclass(frozen=True)
class IdleCost:
    """The walk over templates: what costs, and the types that no price is known of."""

    priced: tuple[IdleLine, ...]
    unknown: tuple[IdleLine, ...]

    @property
    def usd(self) -> float:
        """Return US dollars a month, without what is unknown."""
        return sum(line.usd or 0.0 for line in self.priced)


def idle_cost(templates: Iterable[Template]) -> IdleCost:
    """Return the fixed cost of all resources of some templates."""
    count: Counter[tuple[str, float | None]] = Counter()
    for template in templates:
        for resource in template.get("Resources", {}).values():
            count[resource["Type"], _price(resource)] += 1
    lines = [
        IdleLine(kind, number, None if usd is None else usd * number)
        for (kind, usd), number in sorted(count.items(), key=lambda item: item[0][0])
    ]
    return IdleCost(
        priced=tuple(line for line in lines if line.usd),
        unknown=tuple(line for line in lines if line.usd is None),
    )


def dated() -> date:
    """Return when the prices of idle resources were written down."""
    read: date = _file()["date"]
    return read


def _price(resource: Mapping[str, Any]) -> float | None:
    """Return US dollars a month of one resource, None where its type or its kind is unknown."""
    kind, properties = resource["Type"], resource.get("Properties", {})
    if kind in _free() or kind.startswith(tuple(_file()["free_prefixes"])):
        return 0.0
    for entry in _file()["priced"].get(kind, ()):
        if all(_value(properties, path) == value for path, value in entry.get("when", {}).items()):
            return float(entry["usd"]) + _price_of_parts(properties, entry.get("each", {}))
    return None


def _price_of_parts(properties: Mapping[str, Any], each: Mapping[str, float]) -> float:
    """Return what the items of lists of a resource cost beside it."""
    lists = {path: _value(properties, path) for path in each}
    return sum(
        usd * len(items) for path, usd in each.items() if isinstance(items := lists[path], list)
    )


def _value(properties: Mapping[str, Any], path: str) -> object:
    found: object = properties
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


@cache
def _free() -> frozenset[str]:
    return frozenset(_file()["free"])


@cache
def _file() -> dict[str, Any]:
    text = (files("twin.cost") / "idle.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.safe_load(text)
    return content
