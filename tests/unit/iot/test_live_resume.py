"""GET /live/events: what a console missed, or that it must load everything anew."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from live_broadcast.handler import handler as broadcast
from live_resume import replay
from live_resume.handler import handler
from tests.api_event import api_event, user
from twin.live.event_id import EventId

if TYPE_CHECKING:
    from tests.unit.iot.conftest import Plant

LEVEL = "/demo/T-101/level"
ALARM = {"alarm_id": "P-101.high_vibration", "state": "ACTIVE_UNACKNOWLEDGED"}


def ask(
    last: str | None = None, *, header: str | None = None
) -> tuple[int, dict[str, str], list[tuple[str, dict[str, Any]]]]:
    """Return status, headers and the events of an answer, read as a browser does."""
    event = api_event(
        "GET",
        "/live/events",
        caller=user("viewer@demo", "viewer"),
        query={"last_event_id": last} if last else None,
        headers={} if header is None else {"Last-Event-ID": header},
    )
    answer = handler(event, None)
    events = []
    for block in answer["body"].split("\n\n") if answer["statusCode"] == 200 else []:
        fields = dict(line.split(": ", 1) for line in block.splitlines())
        if "data" in fields:
            data = json.loads(fields["data"])
            assert fields["id"] == data["id"]
            events.append((fields["event"], data))
    return answer["statusCode"], answer["headers"], events


def an_id(seconds_ago: float) -> str:
    return str(EventId.at(time.time() - seconds_ago))


def say(detail_type: str, detail: dict[str, Any]) -> None:
    broadcast({"detail-type": detail_type, "detail": detail}, None)


def test_without_an_id_only_the_present_one_is_told(plant: Plant) -> None:
    say("AlarmStateChanged", ALARM)
    status, headers, events = ask()
    assert (status, headers["content-type"]) == (200, "text/event-stream")
    ((name, data),) = events
    assert name == "current"
    assert EventId.parse(data["id"]).seconds == pytest.approx(time.time(), abs=60)


@pytest.mark.parametrize("way", ["query", "header"])
def test_what_was_said_since_an_id_is_told_again_as_it_was(plant: Plant, way: str) -> None:
    say("AlarmStateChanged", ALARM)
    say("RunStateChanged", {"run_id": "r-1"})
    published = [message for _, message in plant.live]
    last = an_id(60)
    _, _, events = ask(last) if way == "query" else ask(header=last)
    assert [name for name, _ in events] == ["alarms", "runs", "current"]
    assert [data for _, data in events[:-1]] == published
    assert events[-1][1]["id"] >= max(message["id"] for message in published)


def test_values_since_then_are_one_message_for_each_signal(plant: Plant) -> None:
    now = time.time()
    plant.sitewise.stamps[LEVEL] = [
        (now - 600, 1.0, "GOOD"),
        (now - 40, 2.0, "GOOD"),
        (now - 30, None, "BAD"),
    ]
    _, _, events = ask(an_id(60))
    ((name, data), _) = events
    assert (name, data["alias"]) == ("values", LEVEL)
    points = [(round(now - one["time"]), one["value"], one["quality"]) for one in data["points"]]
    assert points == [(40, 2.0, "GOOD"), (30, None, "BAD")]
    assert data["id"] < events[-1][1]["id"]


def test_every_signal_is_asked_for_in_as_few_calls_as_there_may_be(plant: Plant) -> None:
    ask(an_id(60))
    asked = [entry["propertyAlias"] for batch in plant.sitewise.batches for entry in batch]
    signals = [one.alias for one in plant.site.signals if one.kind != "attribute"]
    assert sorted(asked) == sorted(3 * signals)  # of each quality
    assert len(plant.sitewise.batches) == -(-len(asked) // 16)


@pytest.mark.parametrize("age", [901.0, -120.0])
def test_who_was_away_for_too_long_is_told_to_load_anew(plant: Plant, age: float) -> None:
    say("AlarmStateChanged", ALARM)
    _, _, events = ask(an_id(age))
    assert [(name, data.get("reason")) for name, data in events] == [
        ("reset", "too_old"),
        ("current", None),
    ]


@pytest.mark.parametrize("limit", ["MAXIMUM_POINTS", "MAXIMUM_MESSAGES"])
def test_more_than_an_answer_can_hold_is_a_reset_and_never_a_part(
    plant: Plant, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(replay, limit, 1)
    now = time.time()
    plant.sitewise.stamps[LEVEL] = [(now - 20, 1.0, "GOOD"), (now - 10, 2.0, "GOOD")]
    say("AlarmStateChanged", ALARM)
    say("AlarmStateChanged", ALARM)
    _, _, events = ask(an_id(30))
    assert [(name, data.get("reason")) for name, data in events] == [
        ("reset", "too_much"),
        ("current", None),
    ]


def test_what_is_no_id_is_refused(plant: Plant) -> None:
    status, headers, _ = ask("yesterday")
    assert (status, headers["content-type"]) == (400, "application/problem+json")


def test_asking_with_the_last_id_of_an_answer_goes_on_there(plant: Plant) -> None:
    _, _, events = ask(an_id(60))
    say("RunStateChanged", {"run_id": "r-2"})
    _, _, following = ask(events[-1][1]["id"])
    assert [data["run_id"] for name, data in following if name == "runs"] == ["r-2"]
