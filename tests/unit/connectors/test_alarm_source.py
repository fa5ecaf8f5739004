# ruff: noqa: ANN401 - requests and answers of AWS are untyped here
"""The history of alarms as TwinMaker and Grafana read it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pytest

from tests.unit.connectors.conftest import (
    MIDNIGHT,
    MemoryItems,
    history_event,
    properties_of,
    values_of,
)
from twin.alarms.history import AlarmTransition
from twin.alarms.state import AlarmRecord, AlarmState
from twin.connectors.answers import answer
from twin.connectors.connector import Site
from twin.connectors.sources.alarms import CONNECTOR

ALARM, OTHER = "P-101.high_vibration", "T-101.low_level"
STATUS = {"definition": {"dataType": {"type": "STRING"}, "isTimeSeries": True}}


def happened(
    second: float, state: AlarmState, alarm_id: str = ALARM, *, by: str = "", revision: int = 1
) -> dict[str, str]:
    return AlarmTransition(
        alarm_id=alarm_id,
        time=MIDNIGHT + second,
        previous="NORMAL",
        state=state,
        value=9.0,
        suspect=False,
        by=by,
        comment="seen" if by else "",
        recorded_at=MIDNIGHT + second + 1,
        revision=revision,
    ).to_item()


def state_item(record: AlarmRecord) -> dict[str, str]:
    pk = f"alarm#{record.alarm_id}"
    return {"pk": pk, "sk": "state", "record": json.dumps(asdict(record)), "outbox": "[]"}


def ask(site: Site, items: MemoryItems, *selected: str, **more: Any) -> Any:
    properties = properties_of(CONNECTOR.kinds(site), alarm_key=ALARM) | {"alarm_status": STATUS}
    event = history_event(properties, *selected, **more)
    return answer(event, CONNECTOR.source(site, items), key_property="alarm_key")


def test_who_did_what_when(site: Site, items: MemoryItems) -> None:
    items.items = [
        happened(10.25, "ACTIVE_UNACKNOWLEDGED"),
        happened(60, "ACTIVE_ACKNOWLEDGED", by="olga", revision=2),
        happened(90, "NORMAL", revision=3),
    ]
    found = ask(site, items, "alarm_status", "alarm_state", "changed_by", "comment", "signal_value")
    assert values_of(found, "alarm_status") == ["ACTIVE", "ACKNOWLEDGED", "NORMAL"]
    assert values_of(found, "alarm_state")[0] == "ACTIVE_UNACKNOWLEDGED"
    assert values_of(found, "changed_by") == ["olga"]
    assert values_of(found, "comment") == ["seen"]
    assert found["propertyValues"][0]["values"][0]["time"] == "2026-01-01T00:00:10.250000Z"


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("NORMAL", "NORMAL"),
        ("ACTIVE_UNACKNOWLEDGED", "ACTIVE"),
        ("ACTIVE_ACKNOWLEDGED", "ACKNOWLEDGED"),
        ("RETURNED_UNACKNOWLEDGED", "ACTIVE"),
        ("SHELVED", "SNOOZE_DISABLED"),
        ("OUT_OF_SERVICE", "SNOOZE_DISABLED"),
    ],
)
def test_every_state_is_one_that_grafana_shows(
    site: Site, items: MemoryItems, state: AlarmState, status: str
) -> None:
    items.items = [happened(1, state)]
    assert values_of(ask(site, items, "alarm_status"), "alarm_status") == [status]


def test_an_alarm_that_has_stood_since_before_is_told_at_the_beginning(
    site: Site, items: MemoryItems
) -> None:
    items.items = [happened(-3600, "ACTIVE_UNACKNOWLEDGED"), happened(60, "NORMAL", revision=2)]
    forward = ask(site, items, "alarm_status", "changed_by", "signal_value")
    assert values_of(forward, "alarm_status") == ["ACTIVE", "NORMAL"]
    assert forward["propertyValues"][0]["values"][0]["time"] == "2026-01-01T00:00:00.000000Z"
    assert values_of(forward, "signal_value") == [9.0]  # only states hold until the next one
    back = ask(site, items, "alarm_status", orderByTime="DESCENDING")
    assert values_of(back, "alarm_status") == ["NORMAL", "ACTIVE"]


def test_a_state_older_than_the_history_is_that_of_the_record(
    site: Site, items: MemoryItems
) -> None:
    standing = AlarmRecord(ALARM, process="ACTIVE_ACKNOWLEDGED", changed_at=MIDNIGHT - 1e7)
    items.items = [state_item(standing)]
    assert values_of(ask(site, items, "alarm_status"), "alarm_status") == ["ACKNOWLEDGED"]
    items.items = [state_item(AlarmRecord(ALARM, changed_at=MIDNIGHT + 1e7))]
    assert values_of(ask(site, items, "alarm_status"), "alarm_status") == []
    items.items = []
    assert values_of(ask(site, items, "alarm_status"), "alarm_status") == []


def test_all_alarms_of_the_site_are_one_history_with_their_keys(
    site: Site, items: MemoryItems
) -> None:
    items.items = [
        happened(-5, "ACTIVE_UNACKNOWLEDGED", OTHER),
        happened(10, "ACTIVE_UNACKNOWLEDGED"),
        happened(20, "NORMAL", OTHER, revision=2),
        happened(15, "ACTIVE_UNACKNOWLEDGED", "P-9.gone"),
    ]
    active = {"propertyName": "alarm_status", "operator": "=", "value": {"stringValue": "ACTIVE"}}
    found = ask(
        site, items, "alarm_status", entityId=None, componentName=None, propertyFilters=[active]
    )
    assert [
        (
            series["entityPropertyReference"]["externalIdProperty"]["alarm_key"],
            len(series["values"]),
        )
        for series in found["propertyValues"]
    ] == [(OTHER, 1), (ALARM, 1)]
    assert all(len(one.partition) > 0 for one in items.asked)


@pytest.mark.parametrize("order", ["ASCENDING", "DESCENDING"])
@pytest.mark.parametrize("entity", ["P-101", None])
def test_pages_of_one_value_are_the_whole_history(
    site: Site, items: MemoryItems, order: str, entity: str | None
) -> None:
    items.items = [
        happened(-50, "ACTIVE_UNACKNOWLEDGED"),
        happened(-40, "ACTIVE_UNACKNOWLEDGED", OTHER),
        happened(0, "ACTIVE_ACKNOWLEDGED", by="olga", revision=2),
        happened(0, "NORMAL", revision=3),
        happened(7, "ACTIVE_UNACKNOWLEDGED", revision=4),
    ]
    about = {"orderByTime": order, "entityId": entity}
    whole = ask(site, items, "alarm_state", "changed_by", **about)
    found, token, count = [], None, 0
    while True:
        page = ask(site, items, "alarm_state", "changed_by", maxResults=1, nextToken=token, **about)
        found += values_of(page, "alarm_state")
        count += 1
        token = page.get("nextToken")
        if token is None:
            break
    assert count == sum(len(series["values"]) for series in whole["propertyValues"])
    assert sorted(found) == sorted(values_of(whole, "alarm_state"))
    if entity:
        assert found == values_of(whole, "alarm_state")


def test_the_present_is_read_from_the_record(site: Site, items: MemoryItems) -> None:
    properties = properties_of(CONNECTOR.kinds(site), alarm_key=ALARM)
    names = ["present_state", "present_since", "present_value", "acknowledged_by"]
    event = {"entityId": "P-101", "componentName": "a", "properties": properties}
    event["selectedProperties"] = names
    source = CONNECTOR.source(site, items)
    never = answer(event, source, key_property="alarm_key")["propertyValues"]
    assert {name: one["propertyValue"] for name, one in never.items()} == {
        "present_state": {"stringValue": "NORMAL"}
    }
    record = AlarmRecord(
        ALARM, "ACTIVE_ACKNOWLEDGED", float(MIDNIGHT), value=9.5, acknowledged_by="olga"
    )
    items.items = [state_item(record)]
    found = answer(event, source, key_property="alarm_key")["propertyValues"]
    assert [next(iter(found[name]["propertyValue"].values())) for name in names] == [
        "ACTIVE_ACKNOWLEDGED",
        "2026-01-01T00:00:00.000000Z",
        9.5,
        "olga",
    ]


def test_nothing_is_read_beyond_the_time_that_is_asked_for(site: Site, items: MemoryItems) -> None:
    items.items = [happened(86_400, "NORMAL"), happened(86_401, "NORMAL", revision=2)]
    assert len(values_of(ask(site, items, "signal_value"), "signal_value")) == 1
    assert len(items.asked) == 1
