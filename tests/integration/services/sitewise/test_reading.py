"""Pages of history that stay as they are, and aggregates that follow their values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.integration.services.conftest import SetClock
from tests.integration.services.sitewise.values import (
    Json,
    entry,
    fill,
    only,
    put,
    utc,
    value,
)

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient


@pytest.fixture
def start(sitewise: IoTSiteWiseClient, pump: str, set_clock: SetClock) -> float:
    """Write 600 s of a flow that rises by one each second from noon on; return its start."""
    start = set_clock.time // 86_400 * 86_400 - 43_200
    fill(sitewise, "/flow", [(start + second, float(second)) for second in range(600)])
    return start


@pytest.mark.parametrize("order", ["ASCENDING", "DESCENDING"])
def test_history_is_paged_within_its_range(
    sitewise: IoTSiteWiseClient, start: float, order: Json
) -> None:
    pages: list[Json] = list(
        sitewise.get_paginator("get_asset_property_value_history").paginate(
            propertyAlias="/flow",
            startDate=utc(start + 10),
            endDate=utc(start + 580),
            timeOrdering=order,
            PaginationConfig={"PageSize": 200},
        )
    )
    sizes = [len(page["assetPropertyValueHistory"]) for page in pages]
    found = [only(one) for page in pages for one in page["assetPropertyValueHistory"]]
    assert sizes == [200, 200, 170]
    expected = [float(n) for n in range(11, 581)]
    assert found == (expected if order == "ASCENDING" else expected[::-1])


def test_values_between_pages_do_not_move_the_next_page(
    sitewise: IoTSiteWiseClient, start: float
) -> None:
    asked: Json = {"propertyAlias": "/flow", "maxResults": 5}
    first = sitewise.get_asset_property_value_history(**asked)
    put(sitewise, entry("/flow", value(-1.0, start - 1)))
    second: Json = sitewise.get_asset_property_value_history(**asked, nextToken=first["nextToken"])
    assert [only(one) for one in second["assetPropertyValueHistory"]] == [5.0, 6.0, 7.0, 8.0, 9.0]


def test_a_page_is_not_larger_than_four_megabytes(
    sitewise: IoTSiteWiseClient, pump: str, set_clock: SetClock
) -> None:
    text = "a" * 1_000
    now = set_clock.time
    fill(sitewise, "/mode", [(now - second, text) for second in range(4_000)])
    pages: list[Json] = list(
        sitewise.get_paginator("get_asset_property_value_history").paginate(
            propertyAlias="/mode", PaginationConfig={"PageSize": 20_000}
        )
    )
    sizes = [len(page["assetPropertyValueHistory"]) for page in pages]
    assert len(sizes) == 2
    assert sum(sizes) == 4_000


@pytest.mark.parametrize(
    "more",
    [{"maxResults": 20_001}, {"nextToken": "bm9uc2Vuc2U="}, {"nextToken": "e30="}],
)
def test_a_page_that_there_is_not_is_refused(
    sitewise: IoTSiteWiseClient, start: float, more: Json
) -> None:
    with pytest.raises(sitewise.exceptions.InvalidRequestException):
        sitewise.get_asset_property_value_history(propertyAlias="/flow", **more)


def aggregates(client: IoTSiteWiseClient, since: float, until: float, **more: Json) -> list[Json]:
    asked = {"resolution": "1m", "aggregateTypes": ["COUNT"], **more}
    pages: list[Json] = list(
        client.get_paginator("get_asset_property_aggregates").paginate(
            propertyAlias=asked.pop("propertyAlias", "/flow"),
            startDate=utc(since),
            endDate=utc(until),
            PaginationConfig={"PageSize": 4},
            **asked,
        )
    )
    return [one for page in pages for one in page["aggregatedValues"]]


def test_a_window_that_has_not_ended_has_no_aggregate_yet(
    sitewise: IoTSiteWiseClient, pump: str, set_clock: SetClock
) -> None:
    now = set_clock.time = set_clock.time // 60 * 60 + 30
    put(sitewise, entry("/flow", value(1.0, now)))
    assert aggregates(sitewise, now - 600, now + 600) == []
    set_clock.time = now + 30
    assert len(aggregates(sitewise, now - 600, now + 600)) == 1


def test_late_values_change_their_window(sitewise: IoTSiteWiseClient, start: float) -> None:
    put(sitewise, entry("/flow", value(1_000.0, start + 90)))
    put(sitewise, entry("/flow", value(2_000.0, start + 90.5)))
    (found,) = aggregates(sitewise, start + 60, start + 120, aggregateTypes=["MAXIMUM", "COUNT"])
    assert found["value"] == {"maximum": 2_000.0, "count": 61.0}
