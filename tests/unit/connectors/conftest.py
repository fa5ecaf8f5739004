# ruff: noqa: ANN401 - requests and answers of AWS are untyped here
"""A table in memory, the demo site, and requests as TwinMaker sends them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from twin.compile import compile_site
from twin.connectors.connector import Kind, Site
from twin.connectors.tables import Item, KeyRange
from twin.definition import SiteDefinition, load_site

START, END = "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"
MIDNIGHT = 1_767_225_600
"""START in seconds since 1970."""


@dataclass
class MemoryItems:
    """A table in memory: ranges of keys in order, as DynamoDB has them."""

    items: list[dict[str, str]] = field(default_factory=list)
    asked: list[KeyRange] = field(default_factory=list)

    def between(self, wanted: KeyRange) -> Iterator[Item]:
        self.asked.append(wanted)
        pk, sk = ("gpk", "gsk") if wanted.of_index else ("pk", "sk")
        found = sorted(
            (
                item
                for item in self.items
                if item.get(pk) == wanted.partition and wanted.low <= item[sk] <= wanted.high
            ),
            key=lambda item: item[sk],
            reverse=wanted.descending,
        )
        yield from found[: wanted.limit]


@pytest.fixture(scope="session")
def definition(repository_root: Path) -> SiteDefinition:
    return load_site(repository_root / "sites" / "demo.yaml")


@pytest.fixture(scope="session")
def site(definition: SiteDefinition) -> Site:
    return Site(compile_site(definition))


@pytest.fixture
def items() -> MemoryItems:
    return MemoryItems()


def properties_of(kinds: tuple[Kind, ...], **static: str) -> dict[str, Any]:
    """Return the properties of a component of some kinds as TwinMaker describes them."""
    found: dict[str, Any] = {
        one.name: {
            "definition": {
                "dataType": {"type": one.data_type},
                "isTimeSeries": one.kind == "series",
                "isStoredExternally": one.kind != "static",
            }
        }
        for kind in kinds
        for one in kind.properties
    }
    for name, text in static.items():
        found.setdefault(name, {"definition": {"dataType": {"type": "STRING"}}})
        found[name]["value"] = {"stringValue": text}
    return found


def history_event(properties: dict[str, Any], *selected: str, **more: Any) -> dict[str, Any]:
    """Return a request for history of one component; of a type with `entityId=None`."""
    event = {
        "workspaceId": "demo-twin",
        "entityId": "P-101",
        "componentName": "main",
        "componentTypeId": "demo.type",
        "properties": properties,
        "selectedProperties": list(selected),
        "startTime": START,
        "endTime": END,
        "startDateTime": MIDNIGHT,
        "endDateTime": MIDNIGHT + 86_400,
        "orderByTime": "ASCENDING",
        **more,
    }
    return {name: value for name, value in event.items() if value is not None}


def values_of(answer: dict[str, Any], name: str) -> list[Any]:
    """Return the plain values of a property in an answer, in its order."""
    return [
        next(iter(one["value"].values()))
        for series in answer["propertyValues"]
        if series["entityPropertyReference"]["propertyName"] == name
        for one in series["values"]
    ]
