"""Latest values and history."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

from iot_signals.handler import handler as signals
from live_broadcast.handler import handler as broadcast
from twin.live.event_id import EventId
from twin_runtime.page_token import write_token

if TYPE_CHECKING:
    from tests.unit.iot.conftest import Call, Plant

LEVEL = "/demo/T-101/level"


def test_all_signals_are_listed_with_quality_age_and_staleness(plant: Plant, api: Call) -> None:
    plant.sitewise.set(LEVEL, 2.0, time.time() - 100)
    _, body = api(signals, "getLatestValues", role="viewer")
    assert len(body["values"]) == len(plant.site.signals)
    level = next(item for item in body["values"] if item["alias"] == LEVEL)
    assert (level["value"], level["unit"], level["quality"]) == (2.0, "m", "GOOD")
    assert level["stale"]
    assert 99 < level["age_seconds"] < 110


def test_named_signals_are_answered_in_the_order_asked(plant: Plant, api: Call) -> None:
    asked = [LEVEL, "/demo/P-101/speed"]
    _, body = api(signals, "getLatestValues", role="viewer", query={"alias": asked})
    assert [item["alias"] for item in body["values"]] == asked


@pytest.mark.parametrize("operation", ["getLatestValues", "getHistory"])
def test_unknown_alias_is_not_found(plant: Plant, api: Call, operation: str) -> None:
    status, body = api(signals, operation, query={"alias": ["/demo/X/y"]})
    assert (status, body["code"]) == (404, "UNKNOWN_ALIAS")


def test_history_includes_its_start_and_excludes_its_end(plant: Plant, api: Call) -> None:
    """SiteWise does it the other way round."""
    stamp = {"timeInSeconds": 1_790_000_000, "offsetInNanos": 500_000_000}
    plant.sitewise.history = [
        {"value": {"doubleValue": 2.5}, "timestamp": stamp, "quality": "GOOD"}
    ]
    query = {"alias": [LEVEL], "start": ["1790000000"], "end": ["1790000010"], "limit": ["7"]}
    status, body = api(signals, "getHistory", role="viewer", query=query)
    assert status == 200
    assert body["points"] == [{"time": 1_790_000_000.5, "value": 2.5, "quality": "GOOD"}]
    start, end = plant.sitewise.asked["startDate"], plant.sitewise.asked["endDate"]
    assert start < datetime.fromtimestamp(1_790_000_000, UTC)
    assert end < datetime.fromtimestamp(1_790_000_010, UTC)
    assert (plant.sitewise.asked["maxResults"], body["next_token"]) == (7, None)


def test_all_pages_of_a_question_have_the_range_of_the_first(
    plant: Plant, api: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant.sitewise.next_token = "more"
    _, first = api(signals, "getHistory", query={"alias": [LEVEL]})
    asked = plant.sitewise.asked
    assert first["next_token"] not in (None, "more")
    later = time.time() + 60
    monkeypatch.setattr("iot_signals.handler.time.time", lambda: later)
    plant.sitewise.next_token = None
    query = {"alias": [LEVEL], "next_token": [first["next_token"]]}
    status, last = api(signals, "getHistory", query=query)
    assert (status, last["next_token"]) == (200, None)
    assert plant.sitewise.asked == {**asked, "nextToken": "more"}


@pytest.mark.parametrize(
    "changes",
    [{"alias": ["/demo/P-101/speed"]}, {"start": ["1790000001"]}, {"end": ["1790000011"]}],
)
def test_token_of_another_question_is_refused(
    plant: Plant, api: Call, changes: dict[str, list[str]]
) -> None:
    plant.sitewise.next_token = "more"
    query = {"alias": [LEVEL], "start": ["1790000000"], "end": ["1790000010"]}
    _, first = api(signals, "getHistory", query=query)
    again = {**query, "next_token": [first["next_token"]]}
    assert api(signals, "getHistory", query=again)[0] == 200
    status, body = api(signals, "getHistory", query={**again, **changes})
    assert (status, body["code"]) == (400, "QUERY_INVALID")


@pytest.mark.parametrize(
    "position", [None, [1.0, 2.0], ["1", "2", "more"], [2.0, 1.0, "more"], [1.0, 1e300, "more"]]
)
def test_forged_position_is_refused(plant: Plant, api: Call, position: object) -> None:
    question = {
        "list": "history",
        "alias": LEVEL,
        "quality": "GOOD",
        "start": None,
        "end": None,
    }
    query = {"alias": [LEVEL], "next_token": [write_token(question, position)]}
    status, body = api(signals, "getHistory", query=query)
    assert (status, body["code"]) == (400, "QUERY_INVALID")


@pytest.mark.parametrize("token", ["nonsense", "é", "MTAw"])
def test_what_is_no_token_is_refused(plant: Plant, api: Call, token: str) -> None:
    query = {"alias": [LEVEL], "next_token": [token]}
    status, body = api(signals, "getHistory", query=query)
    assert (status, body["code"]) == (400, "QUERY_INVALID")


def test_token_that_sitewise_does_not_know_any_more_is_refused(
    plant: Plant, api: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        error = {"Error": {"Code": "InvalidRequestException", "Message": "nextToken"}}
        raise ClientError(error, "GetAssetPropertyValueHistory")  # type: ignore[arg-type]

    plant.sitewise.next_token = "more"
    _, first = api(signals, "getHistory", query={"alias": [LEVEL]})
    monkeypatch.setattr(plant.sitewise, "get_asset_property_value_history", refuse)
    query = {"alias": [LEVEL], "next_token": [first["next_token"]]}
    status, body = api(signals, "getHistory", query=query)
    assert (status, body["code"]) == (400, "QUERY_INVALID")


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        ("10", "5", "BAD_TIME_RANGE"),
        ("x", "5", "QUERY_INVALID"),
        ("nan", "5", "QUERY_INVALID"),
        ("-5", "5", "QUERY_INVALID"),
        ("1", "1e30", "QUERY_INVALID"),
    ],
)
def test_unusable_range_is_refused(
    plant: Plant, api: Call, start: str, end: str, code: str
) -> None:
    query = {"alias": [LEVEL], "start": [start], "end": [end]}
    status, body = api(signals, "getHistory", query=query)
    assert (status, body["code"]) == (400, code)


def test_values_of_another_quality_are_asked_for_by_name(plant: Plant, api: Call) -> None:
    api(signals, "getHistory", query={"alias": [LEVEL]})
    assert plant.sitewise.asked["qualities"] == ["GOOD"]
    api(signals, "getHistory", query={"alias": [LEVEL], "quality": ["BAD"]})
    assert plant.sitewise.asked["qualities"] == ["BAD"]
    status, body = api(signals, "getHistory", query={"alias": [LEVEL], "quality": ["good"]})
    assert (status, body["code"]) == (400, "QUERY_INVALID")


@pytest.mark.parametrize("limit", ["0", "10001", "x"])
def test_unusable_limit_is_refused(plant: Plant, api: Call, limit: str) -> None:
    status, body = api(signals, "getHistory", query={"alias": [LEVEL], "limit": [limit]})
    assert (status, body["code"]) == (400, "QUERY_INVALID")


@pytest.mark.parametrize(
    ("detail_type", "topic"),
    [
        ("AlarmStateChanged", "alarms"),
        ("CommandStateChanged", "commands"),
        ("AssetPublished", "assets"),
        ("ConversionProgressed", "conversions"),
        ("RunStateChanged", "runs"),
        ("ModelActivated", "models"),
    ],
)
def test_events_go_to_their_topic(plant: Plant, detail_type: str, topic: str) -> None:
    broadcast({"detail-type": detail_type, "detail": {"a": 1}}, None)
    ((found, message),) = plant.live
    assert (found, message["a"]) == (topic, 1)
    assert EventId.parse(message["id"]).seconds == pytest.approx(time.time(), abs=60)


def test_event_of_an_unknown_type_is_left_alone(plant: Plant) -> None:
    broadcast({"detail-type": "SomethingElse", "detail": {}}, None)
    assert plant.live == []
