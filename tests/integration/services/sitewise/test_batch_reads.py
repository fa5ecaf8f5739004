"""Reads of several series in one request, with their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.integration.services.conftest import SetClock
from tests.integration.services.sitewise_samples import Item
from tests.integration.services.sitewise_values import Pump, at, make_pump

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient


@pytest.fixture
def pump(sitewise: IoTSiteWiseClient) -> Pump:
    return make_pump(sitewise)


def _entries(*names: str, **more: Item) -> Item:
    return [{"entryId": one, "propertyAlias": f"/{one}", **more} for one in names]


def _ids(found: Item) -> list[str]:
    return [one["entryId"] for one in found]


def test_latest_values_come_with_the_errors_of_the_others(pump: Pump, set_clock: SetClock) -> None:
    pump.put("flow", (set_clock.time, 2.0))
    found = pump.client.batch_get_asset_property_value(entries=_entries("flow", "none", "count"))
    flow, count = found["successEntries"]
    assert flow["assetPropertyValue"]["value"] == {"doubleValue": 2.0}
    assert count == {"entryId": "count"}
    (error,) = found["errorEntries"]
    assert (error["entryId"], error["errorCode"]) == ("none", "ResourceNotFoundException")
    assert found["skippedEntries"] == []


@pytest.mark.parametrize(
    ("operation", "most", "more"),
    [
        ("batch_get_asset_property_value", 128, {}),
        ("batch_get_asset_property_value_history", 16, {}),
        (
            "batch_get_asset_property_aggregates",
            16,
            {
                "aggregateTypes": ["COUNT"],
                "resolution": "1m",
                "startDate": at(0),
                "endDate": at(1),
            },
        ),
    ],
)
def test_a_request_has_its_most_entries(pump: Pump, operation: str, most: int, more: Item) -> None:
    call = getattr(pump.client, operation)
    one = {"propertyAlias": "/flow", **more}
    entries = [{"entryId": str(number), **one} for number in range(most + 1)]
    assert len(call(entries=entries[:most])["successEntries"]) == most
    with pytest.raises(pump.client.exceptions.InvalidRequestException, match=str(most)):
        call(entries=entries)
    with pytest.raises(pump.client.exceptions.InvalidRequestException, match="unique"):
        call(entries=[entries[0], entries[0]])


def test_a_later_page_skips_the_entries_that_are_complete(pump: Pump, set_clock: SetClock) -> None:
    start = int(set_clock.time) - 100
    pump.put("flow", *((start + n, float(n)) for n in range(3)))
    pump.put("count", (start, 7))
    read = pump.client.batch_get_asset_property_value_history
    entries = _entries("none", "flow", "count")
    first = read(entries=entries, maxResults=2)
    assert _ids(first["errorEntries"]) == ["none"]
    assert len(first["successEntries"][0]["assetPropertyValueHistory"]) == 2
    second = read(entries=entries, maxResults=2, nextToken=first["nextToken"])
    assert _ids(second["successEntries"]) == ["flow", "count"]
    (skipped,) = second["skippedEntries"]
    assert (skipped["entryId"], skipped["completionStatus"]) == ("none", "ERROR")
    assert skipped["errorInfo"]["errorCode"] == "ResourceNotFoundException"
    assert "nextToken" not in second
    with pytest.raises(pump.client.exceptions.InvalidRequestException, match="nextToken"):
        read(entries=entries[:1], nextToken=first["nextToken"])


def test_pages_together_have_every_aggregate_once(pump: Pump, set_clock: SetClock) -> None:
    end = int(set_clock.time) // 60 * 60
    pump.put("flow", *((end - 60 * n, float(n)) for n in range(5)))
    pump.put("count", *((end - 60 * n, n) for n in range(3)))
    entries = _entries(
        "flow",
        "count",
        aggregateTypes=["SUM"],
        resolution="1m",
        startDate=at(end - 3_600),
        endDate=at(end),
    )
    seen: list[tuple[str, float]] = []
    skipped: list[list[str]] = []
    more: Item = {}
    while True:
        found = pump.client.batch_get_asset_property_aggregates(
            entries=entries, maxResults=2, **more
        )
        skipped.append(_ids(found["skippedEntries"]))
        for one in found["successEntries"]:
            seen += [(one["entryId"], each["value"]["sum"]) for each in one["aggregatedValues"]]
        if "nextToken" not in found:
            break
        more = {"nextToken": found["nextToken"]}
    flow = [("flow", float(n)) for n in (4, 3, 2, 1, 0)]
    assert seen == [*flow, *(("count", float(n)) for n in (2, 1, 0))]
    assert skipped == [[], [], [], ["flow"]]


def test_what_an_entry_asks_wrongly_is_its_own_error(pump: Pump, set_clock: SetClock) -> None:
    now = set_clock.time
    asked: Item = {"resolution": "1m", "startDate": at(now - 60), "endDate": at(now)}
    found = pump.client.batch_get_asset_property_aggregates(
        entries=_entries("flow", "state", aggregateTypes=["SUM"], **asked)
    )
    assert _ids(found["successEntries"]) == ["flow"]
    (error,) = found["errorEntries"]
    assert (error["entryId"], error["errorCode"]) == ("state", "InvalidRequestException")
