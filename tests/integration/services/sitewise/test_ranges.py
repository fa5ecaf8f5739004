"""Latest values, history and aggregates of one series."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from moto.core.models import DEFAULT_ACCOUNT_ID

from tests.integration.services.conftest import SetClock
from tests.integration.services.sitewise_samples import Item
from tests.integration.services.sitewise_values import Pump, at, make_pump

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient

ALL = ["AVERAGE", "COUNT", "MAXIMUM", "MINIMUM", "SUM", "STANDARD_DEVIATION"]


@pytest.fixture
def pump(sitewise: IoTSiteWiseClient) -> Pump:
    return make_pump(sitewise)


def _aggregates(pump: Pump, now: float, name: str = "flow", **more: Item) -> Item:
    asked: Item = {
        "aggregateTypes": ALL,
        "resolution": "1m",
        "startDate": at(now - 2 * 86_400),
        "endDate": at(now),
        **more,
    }
    return pump.client.get_asset_property_aggregates(propertyAlias=f"/{name}", **asked)


def _times(found: Item) -> list[int]:
    return [one["timestamp"]["timeInSeconds"] for one in found["assetPropertyValueHistory"]]


def test_history_is_exclusive_at_its_start_and_inclusive_at_its_end(
    pump: Pump, set_clock: SetClock
) -> None:
    start = int(set_clock.time) - 100
    pump.put("flow", *((start + n, float(n)) for n in range(5)))
    asked: Item = {"startDate": at(start), "endDate": at(start + 3), "propertyAlias": "/flow"}
    read = pump.client.get_asset_property_value_history
    assert _times(read(**asked)) == [start + 1, start + 2, start + 3]
    down = read(**asked, timeOrdering="DESCENDING", maxResults=2)
    assert _times(down) == [start + 3, start + 2]
    last = read(**asked, timeOrdering="DESCENDING", maxResults=2, nextToken=down["nextToken"])
    assert _times(last) == [start + 1]
    assert "nextToken" not in last


def test_history_is_of_one_quality_and_twenty_values_at_first(
    pump: Pump, set_clock: SetClock
) -> None:
    start = int(set_clock.time) - 100
    pump.put("flow", *((start + n, float(n)) for n in range(21)))
    pump.put("flow", (start, 9.0), quality="BAD")
    read = pump.client.get_asset_property_value_history
    assert len(_times(read(propertyAlias="/flow"))) == 20
    bad = read(propertyAlias="/flow", qualities=["BAD"])["assetPropertyValueHistory"]
    assert [one["value"] for one in bad] == [{"doubleValue": 9.0}]
    assert len(_times(read(propertyAlias="/flow", maxResults=20_000))) == 21


def test_aggregates_have_all_types_and_are_stamped_at_the_end_of_their_window(
    pump: Pump, set_clock: SetClock
) -> None:
    end = int(set_clock.time) // 60 * 60
    # The start of a window does not belong to it, its end does.
    pump.put("flow", (end - 60, 100.0), (end - 30, 2.0), (end, 6.0))
    found = _aggregates(pump, set_clock.time)["aggregatedValues"]
    assert [one["timestamp"].timestamp() for one in found] == [end - 60, end]
    assert found[1]["quality"] == "GOOD"
    assert found[1]["value"] == {
        "average": 4.0,
        "count": 2.0,
        "maximum": 6.0,
        "minimum": 2.0,
        "sum": 8.0,
        "standardDeviation": pytest.approx(2.0),
    }


@pytest.mark.parametrize(("name", "given"), [("state", "on"), ("on", True)])
def test_of_what_is_no_number_there_is_only_the_count(
    pump: Pump, set_clock: SetClock, name: str, given: object
) -> None:
    pump.put(name, (set_clock.time - 60, given))
    found = _aggregates(pump, set_clock.time, name, aggregateTypes=["COUNT"])
    assert [one["value"] for one in found["aggregatedValues"]] == [{"count": 1.0}]
    with pytest.raises(pump.client.exceptions.InvalidRequestException, match="only COUNT"):
        _aggregates(pump, set_clock.time, name)


@pytest.mark.parametrize(
    ("resolution", "seconds"), [("1m", 60), ("15m", 900), ("1h", 3_600), ("1d", 86_400)]
)
def test_windows_of_each_resolution_are_aligned(
    pump: Pump, set_clock: SetClock, resolution: str, seconds: int
) -> None:
    time = int(set_clock.time) - 86_400 - 7
    pump.put("count", (time, 3))
    (found,) = _aggregates(pump, set_clock.time, "count", resolution=resolution)["aggregatedValues"]
    assert found["timestamp"].timestamp() == -(-time // seconds) * seconds
    assert found["value"]["sum"] == 3.0


def test_a_resolution_that_is_none_is_refused(pump: Pump, set_clock: SetClock) -> None:
    with pytest.raises(pump.client.exceptions.InvalidRequestException):
        _aggregates(pump, set_clock.time, resolution="5m")


def test_aggregates_come_by_quality_and_page(pump: Pump, set_clock: SetClock) -> None:
    end = int(set_clock.time) // 60 * 60
    pump.put("flow", *((end - 60 * n, float(n)) for n in range(5)))
    pump.put("flow", (end, 50.0), quality="UNCERTAIN")
    (other,) = _aggregates(pump, set_clock.time, qualities=["UNCERTAIN"])["aggregatedValues"]
    assert (other["quality"], other["value"]["sum"]) == ("UNCERTAIN", 50.0)
    pages = pump.client.get_paginator("get_asset_property_aggregates").paginate(
        propertyAlias="/flow",
        aggregateTypes=["SUM"],
        resolution="1m",
        startDate=at(end - 3_600),
        endDate=at(end),
        timeOrdering="DESCENDING",
        PaginationConfig={"PageSize": 2},
    )
    sums = [[one["value"]["sum"] for one in page["aggregatedValues"]] for page in pages]
    assert sums == [[0.0, 1.0], [2.0, 3.0], [4.0]]
    with pytest.raises(pump.client.exceptions.InvalidRequestException, match="2500"):
        _aggregates(pump, set_clock.time, maxResults=2_501)


def test_windows_of_a_metric_that_is_gone_leave_the_others(pump: Pump, set_clock: SetClock) -> None:
    from moto.iotsitewise import iotsitewise_backends  # type: ignore[import-not-found]

    service = iotsitewise_backends[DEFAULT_ACCOUNT_ID]["us-east-1"].service
    gone = pump.client.create_asset(assetName="P-2", assetModelId=pump.model)["assetId"]
    time = int(set_clock.time) - 60
    pump.put("flow", (time, 4.0))
    other: Item = {
        "entryId": "1",
        "assetId": gone,
        "propertyId": pump.properties["flow"],
        "propertyValues": [{"value": {"doubleValue": 1.0}, "timestamp": {"timeInSeconds": time}}],
    }
    assert pump.send(other) == []
    pump.client.delete_asset(assetId=gone)
    set_clock.time += 600
    service.tick()
    found = pump.client.get_asset_property_value(propertyAlias="/mean")
    assert found["propertyValue"]["value"] == {"doubleValue": 4.0}
