"""How much one page of a batch read has: a number of results, and their bytes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from moto.core.models import DEFAULT_ACCOUNT_ID

from tests.integration.services.conftest import SetClock
from tests.integration.services.sitewise_samples import Item
from tests.integration.services.sitewise_values import Pump, at, make_pump
from twin_local.services.iotsitewise.room import Room
from twin_local.services.iotsitewise.store import Point, Value

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient


@pytest.fixture
def pump(sitewise: IoTSiteWiseClient) -> Pump:
    return make_pump(sitewise)


def _entries(*names: str, **more: Item) -> Item:
    return [{"entryId": one, "propertyAlias": f"/{one}", **more} for one in names]


def _ids(found: Item) -> list[str]:
    return [one["entryId"] for one in found]


def _pages(pump: Pump, operation: str, entries: Item) -> list[Item]:
    """Return all pages, each asked for with the same entries."""
    pages: list[Item] = []
    more: Item = {}
    while not pages or "nextToken" in pages[-1]:
        pages.append(getattr(pump.client, operation)(entries=entries, **more))
        more = {"nextToken": pages[-1].get("nextToken")}
    return pages


def _store(pump: Pump, name: str, points: list[Point]) -> None:
    """Store many values at once, past the requests that each take a hundred."""
    from moto.iotsitewise import iotsitewise_backends  # type: ignore[import-not-found]

    service = iotsitewise_backends[DEFAULT_ACCOUNT_ID]["us-east-1"].service
    service.store.put_points(f"{pump.asset}_{pump.properties[name]}", points)


def _sizes(pages: list[Item], name: str) -> list[int]:
    return [sum(len(one[name]) for one in page["successEntries"]) for page in pages]


def _points(count: int, step_s: int, now: float, given: Value) -> list[Point]:
    return [Point((int(now) - step_s * at) * 10**9, "GOOD", given) for at in range(count)]


def test_a_page_of_history_has_twenty_thousand_values(pump: Pump, set_clock: SetClock) -> None:
    _store(pump, "flow", _points(11_000, 1, set_clock.time, 1.0))
    _store(pump, "count", _points(11_000, 1, set_clock.time, 1))
    entries = _entries("flow", "none", "count")
    pages = _pages(pump, "batch_get_asset_property_value_history", entries)
    assert _sizes(pages, "assetPropertyValueHistory") == [20_000, 2_000]
    assert [_ids(page["successEntries"]) for page in pages] == [["flow", "count"], ["count"]]
    assert _ids(pages[1]["skippedEntries"]) == ["flow", "none"]
    with pytest.raises(pump.client.exceptions.InvalidRequestException, match="20000"):
        pump.client.batch_get_asset_property_value_history(entries=entries, maxResults=20_001)


def test_a_page_of_history_has_four_megabytes_over_all_entries(
    pump: Pump, set_clock: SetClock
) -> None:
    _store(pump, "state", _points(3_000, 1, set_clock.time, "a" * 1_000))
    entries = [{"entryId": key, "propertyAlias": "/state"} for key in ("first", "second")]
    pages = _pages(pump, "batch_get_asset_property_value_history", entries)
    fitting = 4 * 1024 * 1024 // 1_120
    assert _sizes(pages, "assetPropertyValueHistory") == [fitting, 6_000 - fitting]
    assert [_ids(page["successEntries"]) for page in pages] == [["first", "second"], ["second"]]
    assert [_ids(page["skippedEntries"]) for page in pages] == [[], ["first"]]
    assert all(len(json.dumps(page, default=str)) < 4 * 1024 * 1024 for page in pages)


def test_an_entry_that_finds_the_page_full_comes_whole_on_the_next(
    pump: Pump, set_clock: SetClock
) -> None:
    fitting = 4 * 1024 * 1024 // 1_120
    _store(pump, "state", _points(fitting, 1, set_clock.time, "a" * 1_000))
    entries = [{"entryId": key, "propertyAlias": "/state"} for key in ("first", "second")]
    pages = _pages(pump, "batch_get_asset_property_value_history", entries)
    assert [_ids(page["successEntries"]) for page in pages] == [["first"], ["second"]]
    assert _sizes(pages, "assetPropertyValueHistory") == [fitting, fitting]


def test_a_page_of_aggregates_has_four_thousand_results_and_of_one_property_2500(
    pump: Pump, set_clock: SetClock
) -> None:
    now = set_clock.time = set_clock.time // 60 * 60
    _store(pump, "flow", _points(2_600, 60, now, 1.0))
    asked: Item = {"aggregateTypes": ["COUNT"], "resolution": "1m"}
    asked |= {"startDate": at(now - 60 * 2_600), "endDate": at(now)}
    entries = [{"entryId": key, "propertyAlias": "/flow", **asked} for key in ("first", "second")]
    pages = _pages(pump, "batch_get_asset_property_aggregates", entries)
    assert _sizes(pages, "aggregatedValues") == [4_000, 1_200]
    read = pump.client.get_asset_property_aggregates
    first = read(propertyAlias="/flow", maxResults=2_500, **asked)
    rest = read(propertyAlias="/flow", maxResults=2_500, nextToken=first["nextToken"], **asked)
    assert (len(first["aggregatedValues"]), len(rest["aggregatedValues"])) == (2_500, 100)


def test_a_page_of_aggregates_ends_with_its_size(
    pump: Pump, set_clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The longest results of 4,000 windows are a little less than a megabyte, so ours is less."""
    for module in ("reads", "batch_reads"):
        monkeypatch.setattr(f"twin_local.services.iotsitewise.{module}.AGGREGATES_BYTES", 2_000)
    now = set_clock.time = set_clock.time // 60 * 60
    _store(pump, "flow", _points(10, 60, now, 1.125))
    asked: Item = {"aggregateTypes": ["AVERAGE", "SUM", "MAXIMUM", "MINIMUM"], "resolution": "1m"}
    asked |= {"startDate": at(now - 600), "endDate": at(now)}
    entries = [{"entryId": key, "propertyAlias": "/flow", **asked} for key in ("first", "second")]
    pages = _pages(pump, "batch_get_asset_property_aggregates", entries)
    sizes = _sizes(pages, "aggregatedValues")
    assert sum(sizes) == 20
    assert len(sizes) == 2
    single = pump.client.get_asset_property_aggregates(propertyAlias="/flow", **asked)
    assert len(single["aggregatedValues"]) == 10
    monkeypatch.setattr("twin_local.services.iotsitewise.reads.AGGREGATES_BYTES", 500)
    single = pump.client.get_asset_property_aggregates(propertyAlias="/flow", **asked)
    assert 1 < len(single["aggregatedValues"]) < 5
    assert single["nextToken"]


def test_a_result_that_is_larger_than_a_page_is_a_page() -> None:
    assert Room(20, 100).fitting([400, 400]) == 1
    assert Room(20, 100, is_unused=False).fitting([400, 400]) == 0
    assert Room(20, 800).fitting([400, 400, 1]) == 2
    assert Room(1, 800).fitting([400, 400]) == 1
    assert Room(20, 800).fitting([]) == 0
