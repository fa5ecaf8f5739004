"""GET /signals/aggregates: statistics of windows of several signals."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from iot_signals.handler import handler as signals

if TYPE_CHECKING:
    from tests.unit.iot.conftest import Call, Plant

LEVEL, SPEED = "/demo/T-101/level", "/demo/P-101/speed"
RANGE = {"start": ["1790000000"], "end": ["1790007200"]}


def window(end: int, **value: float) -> dict[str, object]:
    return {"timestamp": datetime.fromtimestamp(end, UTC), "quality": "GOOD", "value": value}


def test_each_signal_has_its_windows_with_their_start_and_end(plant: Plant, api: Call) -> None:
    plant.sitewise.windows[LEVEL] = [window(1_790_002_800, average=2.0, standardDeviation=0.5)]
    query = {**RANGE, "alias": [LEVEL, SPEED], "aggregate": ["AVERAGE", "STANDARD_DEVIATION"]}
    status, body = api(signals, "getAggregates", role="viewer", query=query)
    assert status == 200
    level, speed = body["series"]
    assert level["windows"] == [
        {
            "start": 1_789_999_200.0,
            "end": 1_790_002_800.0,
            "quality": "GOOD",
            "average": 2.0,
            "standard_deviation": 0.5,
        }
    ]
    assert (speed["alias"], speed["windows"], body["next_token"]) == (SPEED, [], None)


def test_all_signals_are_asked_for_by_one_call(plant: Plant, api: Call) -> None:
    query = {**RANGE, "alias": [LEVEL, SPEED], "resolution": ["15m"], "limit": ["7"]}
    api(signals, "getAggregates", query=query)
    entries = plant.sitewise.asked["entries"]
    assert [entry["propertyAlias"] for entry in entries] == [LEVEL, SPEED]
    assert {entry["resolution"] for entry in entries} == {"15m"}
    assert entries[0]["aggregateTypes"] == ["AVERAGE"]
    assert plant.sitewise.asked["maxResults"] == 7


def test_pages_go_on_where_sitewise_does_and_belong_to_their_question(
    plant: Plant, api: Call
) -> None:
    plant.sitewise.next_token = "more"
    query = {**RANGE, "alias": [LEVEL]}
    _, first = api(signals, "getAggregates", query=query)
    again = {**query, "next_token": [first["next_token"]]}
    assert api(signals, "getAggregates", query=again)[0] == 200
    assert plant.sitewise.asked["nextToken"] == "more"
    status, body = api(signals, "getAggregates", query={**again, "resolution": ["1d"]})
    assert (status, body["code"]) == (400, "QUERY_INVALID")


def text_signal(plant: Plant) -> str:
    return next(one.alias for one in plant.site.signals if one.data_type == "STRING")


def test_texts_can_only_be_counted(plant: Plant, api: Call) -> None:
    query = {**RANGE, "alias": [text_signal(plant)], "aggregate": ["SUM"]}
    status, body = api(signals, "getAggregates", query=query)
    assert (status, body["code"]) == (400, "AGGREGATE_NOT_NUMERIC")
    status, _ = api(signals, "getAggregates", query={**query, "aggregate": ["COUNT"]})
    assert status == 200


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"alias": []}, "QUERY_INVALID"),
        ({"alias": ["/demo/X/y"]}, "UNKNOWN_ALIAS"),
        ({"resolution": ["2h"]}, "QUERY_INVALID"),
        ({"aggregate": ["MEDIAN"]}, "QUERY_INVALID"),
        ({"limit": ["4001"]}, "QUERY_INVALID"),
        ({"start": ["1790007200"]}, "BAD_TIME_RANGE"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    plant: Plant, api: Call, changes: dict[str, list[str]], code: str
) -> None:
    _, body = api(signals, "getAggregates", query={**RANGE, "alias": [LEVEL], **changes})
    assert body["code"] == code


def test_seventeen_signals_are_too_many(plant: Plant, api: Call) -> None:
    aliases = [signal.alias for signal in plant.site.signals[:17]]
    _, body = api(signals, "getAggregates", query={**RANGE, "alias": aliases})
    assert body["code"] == "TOO_MANY_SIGNALS"
