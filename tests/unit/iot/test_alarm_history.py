# ruff: noqa: ANN401 - requests and answers of AWS are untyped here
"""Every change of an alarm is remembered: once, with who, when and what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_type_hints

import pytest

from iot_alarms.handler import handler as alarms
from iot_route.alarms import evaluation
from iot_runtime.alarm_history import TransitionPage
from iot_runtime.alarm_table import AlarmTable
from tests.unit.iot.test_alarms import ALARM, START, known_property, notify, raise_alarm
from twin.alarms.history import RETENTION_SECONDS
from twin.api.schemas.alarms import AlarmTransitionBody
from twin.telemetry.sample import Sample
from twin_runtime import clients
from twin_runtime.errors import QueryInvalid

if TYPE_CHECKING:
    from tests.unit.iot.conftest import Call, Plant

__all__ = ["known_property"]


def history(**asked: Any) -> TransitionPage:
    question: Any = {"start": 0.0, "end": 9e9, "limit": 50, "token": None, **asked}
    return AlarmTable(clients.dynamodb(), "alarms").history(ALARM, **question)


def states() -> list[str]:
    return [one.state for one in history().transitions]


def acknowledge(api: Call) -> None:
    api(alarms, "acknowledgeAlarm", path={"alarm_id": ALARM}, body={"comment": "bearing ordered"})


def test_who_did_what_when_newest_first(plant: Plant, api: Call) -> None:
    raise_alarm()
    acknowledge(api)
    acknowledged, raised = history().transitions
    assert (raised.previous, raised.state) == ("NORMAL", "ACTIVE_UNACKNOWLEDGED")
    assert (raised.time, raised.value, raised.by, raised.comment) == (START + 5, 9.0, "", "")
    assert (acknowledged.previous, acknowledged.state) == (raised.state, "ACTIVE_ACKNOWLEDGED")
    assert (acknowledged.by, acknowledged.comment) == ("operator@demo", "bearing ordered")


def test_repeated_and_late_notifications_are_remembered_once(plant: Plant, api: Call) -> None:
    raise_alarm()
    raise_alarm()
    notify((2, 0.0, "GOOD"))
    acknowledge(api)
    acknowledge(api)
    assert states() == ["ACTIVE_ACKNOWLEDGED", "ACTIVE_UNACKNOWLEDGED"]


def test_a_signal_that_becomes_unusable_is_remembered_at_its_own_time(plant: Plant) -> None:
    raise_alarm()
    notify((30, None, "BAD"))
    suspect, raised = history().transitions
    assert (suspect.time, suspect.suspect, suspect.state) == (START + 30, True, raised.state)


def test_a_change_that_another_writer_was_faster_with_is_not_remembered(
    plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    raise_alarm()
    table = AlarmTable(clients.dynamodb(), "alarms")
    load, stale = table.load, table.load(ALARM)
    answers = [stale]
    notify((20, 0.0, "GOOD"), (40, 0.0, "GOOD"))
    monkeypatch.setattr(table, "load", lambda alarm: answers.pop() if answers else load(alarm))
    samples = [Sample("s", (START + second) * 10**9, 0.0, "GOOD") for second in (20, 40)]
    before = states()
    table.update(ALARM, evaluation(plant.site.alarm_by_id[ALARM], samples))
    assert states() == before == ["RETURNED_UNACKNOWLEDGED", "ACTIVE_UNACKNOWLEDGED"]


def test_pages_are_the_whole_history_and_tokens_are_their_own(plant: Plant, api: Call) -> None:
    raise_alarm()
    acknowledge(api)
    first = history(limit=1)
    second = history(limit=1, token=first.next_token)
    found = [*first.transitions, *second.transitions]
    assert [one.state for one in found] == states()
    with pytest.raises(QueryInvalid):
        history(limit=1, token=first.next_token, end=1e9)
    assert history(start=START + 6, end=START + 60).transitions == ()
    assert len(history(start=START + 5, end=START + 5).transitions) == 1


def test_records_expire_and_the_state_does_not(plant: Plant) -> None:
    raise_alarm()
    items = clients.dynamodb().scan(TableName="alarms")["Items"]
    expiring = {item["sk"]["S"].split("#")[0]: "expires_at" in item for item in items}
    assert expiring == {"history": True, "state": False}
    (record,) = [item for item in items if "expires_at" in item]
    (transition,) = history().transitions
    assert int(record["expires_at"]["N"]) == int(transition.recorded_at) + RETENTION_SECONDS


def test_the_api_tells_the_history_page_by_page(plant: Plant, api: Call) -> None:
    raise_alarm()
    acknowledge(api)
    path = {"alarm_id": ALARM}
    status, first = api(alarms, "getAlarmHistory", role="viewer", path=path, query={"limit": ["1"]})
    assert (status, first["alarm_id"]) == (200, ALARM)
    assert set(first["transitions"][0]) == set(get_type_hints(AlarmTransitionBody))
    query = {"limit": ["1"], "next_token": [first["next_token"]]}
    _, second = api(alarms, "getAlarmHistory", role="viewer", path=path, query=query)
    found = [*first["transitions"], *second["transitions"]]
    assert [(one["state"], one["by"]) for one in found] == [
        ("ACTIVE_ACKNOWLEDGED", "operator@demo"),
        ("ACTIVE_UNACKNOWLEDGED", ""),
    ]


@pytest.mark.parametrize(
    ("alarm_id", "query", "code"),
    [
        ("X", {}, "UNKNOWN_ALARM"),
        (ALARM, {"start": ["yesterday"]}, "QUERY_INVALID"),
        (ALARM, {"end": ["nan"]}, "QUERY_INVALID"),
        (ALARM, {"limit": ["201"]}, "QUERY_INVALID"),
        (ALARM, {"next_token": ["x"]}, "QUERY_INVALID"),
    ],
)
def test_what_the_api_does_not_know_is_refused(
    plant: Plant, api: Call, alarm_id: str, query: dict[str, list[str]], code: str
) -> None:
    _, body = api(alarms, "getAlarmHistory", path={"alarm_id": alarm_id}, query=query)
    assert body["code"] == code
