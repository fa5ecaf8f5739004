"""Requests of TwinMaker to a connector, by what they ask for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from twin.connectors.errors import PropertyUnknown, QuestionInvalid, QuestionUnsupported
from twin.connectors.filters import Filter, read_filters
from twin.connectors.paging import Position, read_limit, read_token
from twin.connectors.times import read_time
from twin.connectors.values import DataType
from twin.telemetry.sample import NANOSECONDS

Event = Mapping[str, Any]
ORDERS = ("ASCENDING", "DESCENDING")


@dataclass(frozen=True)
class Subject:
    """The component that is asked for, or the whole type; `properties` as TwinMaker knows them."""

    entity_id: str | None
    component_name: str | None
    properties: Mapping[str, Any]

    def text(self, name: str) -> str | None:
        """Return the text of a static property, None where it has none."""
        found = self.properties.get(name, {}).get("value", {}).get("stringValue")
        return found if isinstance(found, str) else None

    def data_type(self, name: str) -> DataType:
        """Return the type of a property.

        Raises:
            PropertyUnknown: there is none of a scalar type.
        """
        given = self.properties.get(name, {}).get("definition", {}).get("dataType", {}).get("type")
        if given not in get_args(DataType):
            raise PropertyUnknown(
                "the component has no such property",
                found=name,
                expected=", ".join(sorted(self.properties)) or "no property",
            )
        kind: DataType = given
        return kind


@dataclass(frozen=True)
class HistoryQuestion:
    """Values of properties between two times, both included; nanoseconds since 1970."""

    subject: Subject
    selected: tuple[str, ...]
    filters: tuple[Filter, ...]
    start: int
    end: int
    descending: bool
    limit: int
    position: Position | None
    digest: str


@dataclass(frozen=True)
class AttributeQuestion:
    """Present values of properties."""

    subject: Subject
    selected: tuple[str, ...]


@dataclass(frozen=True)
class SchemaQuestion:
    """The properties of a new component."""

    subject: Subject


Question = HistoryQuestion | AttributeQuestion | SchemaQuestion


def read_question(event: Event) -> Question:
    """Return what is asked: the contract tells its functions apart by their members only.

    Raises:
        QuestionInvalid: the request breaks the contract.
        QuestionUnsupported: it asks for tables or interpolated values.
    """
    subject = Subject(
        event.get("entityId"), event.get("componentName"), event.get("properties") or {}
    )
    if event.get("propertyGroupName") is not None:
        raise QuestionUnsupported("the connector has no tables", found="propertyGroupName")
    if "startTime" in event or "startDateTime" in event:
        return _history(event, subject)
    if "entries" in event:
        raise QuestionUnsupported("the connector only reads", found="a request to write")
    if event.get("selectedProperties") is None:
        return SchemaQuestion(subject)
    return AttributeQuestion(subject, _selected(event))


def _history(event: Event, subject: Subject) -> HistoryQuestion:
    if event.get("interpolation") is not None:
        raise QuestionUnsupported(
            "values are not interpolated: they are answered as they were recorded",
            found=json.dumps(event["interpolation"]),
            expected="a request without interpolation",
        )
    order = event.get("orderByTime") or ORDERS[0]
    if order not in ORDERS:
        raise QuestionInvalid("the order is unknown", found=order, expected=" or ".join(ORDERS))
    start, end = _time(event, "start"), _time(event, "end")
    if start > end:
        raise QuestionInvalid("the time ends before it starts")
    digest, token = _digest(event), event.get("nextToken")
    return HistoryQuestion(
        subject=subject,
        selected=_selected(event),
        filters=read_filters(event.get("propertyFilters")),
        start=start,
        end=end,
        descending=order == ORDERS[1],
        limit=read_limit(event.get("maxResults")),
        position=read_token(digest, token) if token else None,
        digest=digest,
    )


def _selected(event: Event) -> tuple[str, ...]:
    given = event.get("selectedProperties")
    if not isinstance(given, list) or not given:
        raise QuestionInvalid("no property is selected", found=repr(given))
    return tuple(dict.fromkeys(str(name) for name in given))


def _time(event: Event, which: str) -> int:
    """Return a time; that in seconds is deprecated, and the only one that old callers send."""
    iso, seconds = event.get(f"{which}Time"), event.get(f"{which}DateTime")
    if isinstance(iso, str):
        return read_time(iso)
    if isinstance(seconds, int | float) and not isinstance(seconds, bool):
        return int(seconds * NANOSECONDS)
    raise QuestionInvalid(f"there is no {which}Time")


ABOUT = (
    "workspaceId",
    "entityId",
    "componentName",
    "componentTypeId",
    "selectedProperties",
    "propertyFilters",
    "startTime",
    "endTime",
    "orderByTime",
)


def _digest(event: Event) -> str:
    """Return what tells this question from others; its pages may differ in size."""
    text = json.dumps({name: event.get(name) for name in ABOUT}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
