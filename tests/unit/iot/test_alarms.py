"""Notifications to alarms, and the alarm API."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from iot_alarms.handler import handler as alarms
from iot_route.handler import handler as route
from iot_runtime import notification
from iot_runtime.alarm_table import AlarmTable
from twin_runtime import clients
from twin_runtime.errors import TableBusy

if TYPE_CHECKING:
    from tests.unit.iot.conftest import Call, Plant

ALARM = "P-101.high_vibration"
START = 1_790_000_000


@pytest.fixture(autouse=True)
def known_property(plant: Plant) -> None:
    notification.alias_of.cache_clear()
    plant.sitewise.aliases["asset", "vibration"] = "/demo/P-101/vibration"
    plant.sitewise.aliases["asset", "stray"] = None


def notify(*points: tuple[float, float | str | None, str], prop: str = "vibration") -> None:
    values = [
        {
            "timestamp": {"timeInSeconds": START + int(time), "offsetInNanos": 0},
            "quality": quality,
            "value": {"nullValue": {"valueType": "D"}} if v is None else {"doubleValue": v},
        }
        for time, v, quality in points
    ]
    payload = {"assetId": "asset", "propertyId": prop, "values": values}
    route({"type": "PropertyValueUpdate", "payload": payload}, None)


def raise_alarm() -> None:
    notify((0, 9.0, "GOOD"), (5, 9.0, "GOOD"))


def states(plant: Plant) -> list[str]:
    return [detail["state"] for detail in plant.details("AlarmStateChanged")]


def row(api: Call) -> dict[str, Any]:
    _, body = api(alarms, "listAlarms", role="viewer")
    return next(item for item in body["alarms"] if item["alarm_id"] == ALARM)


def test_held_excursion_raises_the_alarm_everywhere(plant: Plant, api: Call) -> None:
    raise_alarm()
    assert states(plant) == ["ACTIVE_UNACKNOWLEDGED"]
    ((alias, value),) = plant.sitewise.stored
    assert alias == "/demo/P-101/alarms/high_vibration"
    assert json.loads(value["value"]["stringValue"])["stateName"] == "Active"
    assert value["timestamp"]["timeInSeconds"] == START + 5
    assert row(api)["state"] == "ACTIVE_UNACKNOWLEDGED"


def test_values_go_to_the_live_channel(plant: Plant) -> None:
    notify((0, 2.5, "GOOD"), (1, None, "BAD"), (2, "NaN", "UNCERTAIN"))
    ((topic, message),) = plant.live
    assert (topic, message["alias"]) == ("values", "/demo/P-101/vibration")
    assert [point["value"] for point in message["points"]] == [2.5, None, None]
    assert json.loads(json.dumps(message, allow_nan=False))


def test_repeated_and_late_notifications_change_nothing(plant: Plant, api: Call) -> None:
    raise_alarm()
    raise_alarm()
    notify((2, 0.0, "GOOD"))
    assert states(plant) == ["ACTIVE_UNACKNOWLEDGED"]
    assert len(plant.sitewise.stored) == 1


def test_values_within_one_notification_are_taken_in_source_order(plant: Plant) -> None:
    notify((5, 9.0, "GOOD"), (0, 9.0, "GOOD"))
    assert states(plant) == ["ACTIVE_UNACKNOWLEDGED"]


def test_change_that_could_not_be_told_is_told_with_the_next_value(
    plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: object) -> None:
        raise ConnectionError("no event bus")

    working = clients.events
    monkeypatch.setattr(clients, "events", broken)
    with pytest.raises(ConnectionError):
        raise_alarm()
    monkeypatch.setattr(clients, "events", working)
    notify((6, 9.0, "GOOD"))
    assert states(plant) == ["ACTIVE_UNACKNOWLEDGED"]


def test_property_without_an_alias_is_not_ours(plant: Plant) -> None:
    notify((0, 9.0, "GOOD"), prop="stray")
    assert plant.live == []


def test_operator_acknowledges_with_a_comment(plant: Plant, api: Call) -> None:
    raise_alarm()
    status, body = api(
        alarms, "acknowledgeAlarm", path={"alarm_id": ALARM}, body={"comment": "bearing ordered"}
    )
    assert (status, body["state"]) == (200, "ACTIVE_ACKNOWLEDGED")
    assert (body["acknowledged_by"], body["comment"]) == ("operator@demo", "bearing ordered")
    assert states(plant) == ["ACTIVE_UNACKNOWLEDGED", "ACTIVE_ACKNOWLEDGED"]
    assert row(api)["state"] == "ACTIVE_ACKNOWLEDGED"


def test_viewer_may_not_acknowledge(plant: Plant, api: Call) -> None:
    raise_alarm()
    status, body = api(
        alarms, "acknowledgeAlarm", role="viewer", path={"alarm_id": ALARM}, body={"comment": ""}
    )
    assert (status, body["code"]) == (403, "ALARM_FORBIDDEN")
    assert row(api)["state"] == "ACTIVE_UNACKNOWLEDGED"


def test_normal_alarm_cannot_be_acknowledged(plant: Plant, api: Call) -> None:
    status, body = api(alarms, "acknowledgeAlarm", path={"alarm_id": ALARM}, body={"comment": ""})
    assert (status, body["code"]) == (409, "ALARM_NOT_ACTIVE")


@pytest.mark.parametrize("comment", [5, "x" * 129, "a\nb"])
def test_unusable_comment_is_refused(plant: Plant, api: Call, comment: object) -> None:
    raise_alarm()
    body = {"comment": comment}
    status, answer = api(alarms, "acknowledgeAlarm", path={"alarm_id": ALARM}, body=body)
    assert (status, answer["code"]) == (400, "BAD_COMMENT")


def test_unknown_alarm_is_not_found(plant: Plant, api: Call) -> None:
    status, body = api(alarms, "acknowledgeAlarm", path={"alarm_id": "X"}, body={"comment": ""})
    assert (status, body["code"]) == (404, "UNKNOWN_ALARM")


class BusyTable:
    """A table that leaves all or some keys unread."""

    def __init__(self, busy_reads: int) -> None:
        self.client, self.busy_reads, self.reads = clients.dynamodb(), busy_reads, 0

    def batch_get_item(self, *, RequestItems: Any) -> Any:  # noqa: ANN401 - boto3's own signature
        self.reads += 1
        keys = RequestItems["alarms"]["Keys"]
        read, left = (keys[:1], keys[1:]) if self.reads <= self.busy_reads else (keys, [])
        answer = self.client.batch_get_item(RequestItems={"alarms": {"Keys": read}})
        return {**answer, "UnprocessedKeys": {"alarms": {"Keys": left}} if left else {}}


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    slept: list[float] = []
    monkeypatch.setattr("iot_runtime.alarm_table.sleep", slept.append)
    return slept


def test_what_a_busy_table_leaves_is_read_after_a_pause(plant: Plant, pauses: list[float]) -> None:
    raise_alarm()
    busy: Any = BusyTable(busy_reads=2)
    records = AlarmTable(busy, "alarms").load_all(plant.site.alarm_by_id)
    assert records[ALARM].process == "ACTIVE_UNACKNOWLEDGED"
    assert (busy.reads, len(pauses)) == (3, 2)
    assert all(0 <= pause <= 1 for pause in pauses)


def test_table_that_stays_busy_is_an_error_not_a_loop(plant: Plant, pauses: list[float]) -> None:
    busy: Any = BusyTable(busy_reads=10**6)
    alarm_ids = [f"a{number}" for number in range(100)]
    with pytest.raises(TableBusy) as caught:
        AlarmTable(busy, "alarms").load_all(alarm_ids)
    assert (caught.value.code, caught.value.status) == ("TABLE_BUSY", 503)
    assert busy.reads == 8 and sum(pauses) < 5


def test_urgent_alarms_come_first(plant: Plant, api: Call) -> None:
    raise_alarm()
    _, body = api(alarms, "listAlarms", role="viewer")
    assert body["alarms"][0]["alarm_id"] == ALARM
    assert len(body["alarms"]) == len(plant.site.alarms)
