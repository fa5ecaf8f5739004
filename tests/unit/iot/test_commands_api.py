"""Requesting a command, and what becomes of it."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import ReadTimeoutError

from iot_command.handler import handler as command
from iot_feedback.handler import handler as feedback
from iot_runtime.command_table import CommandTable
from twin.commands import feedback as feedback_rules
from twin.commands.errors import CommandConflict
from twin.commands.set_points import SetPoints
from twin_runtime import clients
from twin_runtime.page_token import write_token

if TYPE_CHECKING:
    from tests.unit.iot.conftest import Call, Plant

COMMAND = "P-101.set_speed"


def running(plant: Plant, level: float = 2.0, age: float = 1.0, quality: str = "GOOD") -> None:
    now = time.time()
    plant.sitewise.set("/demo/P-101/speed", 1200.0, now - 1)
    plant.sitewise.set("/demo/P-101/motor_temperature", 45.0, now - 1)
    plant.sitewise.set("/demo/T-101/level", level, now - age, quality)


def order(
    api: Call, value: float = 1300.0, role: str = "operator", **changes: str
) -> tuple[int, dict[str, Any]]:
    return api(
        command,
        "requestCommand",
        role=role,
        body={"command_id": COMMAND, "value": value, **changes},
    )


def shadow() -> dict[str, Any]:
    client = boto3.client("iot-data", "us-east-1")
    answer = client.get_thing_shadow(thingName="demo-edge", shadowName="commands")
    return dict(json.loads(answer["payload"].read())["state"])


def report(request: dict[str, Any], status: str, **changes: str | None) -> dict[str, Any]:
    reported = {
        "value": request["value"],
        "request_id": request["request_id"],
        "status": status,
        "code": "",
        "message": "",
        "applied_at": time.time(),
        **changes,
    }
    return {"previous": {}, "current": {"state": {"reported": {COMMAND: reported}}}}


def test_command_reaches_the_shadow_and_is_followed_to_its_end(plant: Plant, api: Call) -> None:
    running(plant)
    status, request = order(api)
    assert (status, request["state"]) == (202, "SENT")
    desired = shadow()["desired"][COMMAND]
    assert (desired["value"], desired["request_id"]) == (1300.0, request["request_id"])
    feedback(report(request, "applied"), None)
    status, done = api(command, "getCommand", path={"request_id": request["request_id"]})
    assert [step["state"] for step in done["steps"]] == ["REQUESTED", "SENT", "APPLIED"]
    states = [detail["state"] for detail in plant.details("CommandStateChanged")]
    assert states == ["SENT", "APPLIED"]


@pytest.mark.parametrize(
    ("status", "state"), [("rejected", "REJECTED"), ("expired", "EXPIRED"), ("applied", "APPLIED")]
)
def test_edge_answer_closes_the_request(plant: Plant, api: Call, status: str, state: str) -> None:
    running(plant)
    _, request = order(api)
    feedback(report(request, status, code="WHY", message="because"), None)
    _, done = api(command, "getCommand", path={"request_id": request["request_id"]})
    assert (done["state"], done["code"], done["message"]) == (state, "WHY", "because")


def test_repeated_answer_changes_nothing(plant: Plant, api: Call) -> None:
    running(plant)
    _, request = order(api)
    answer = report(request, "applied")
    feedback(answer, None)
    feedback(answer, None)
    _, done = api(command, "getCommand", path={"request_id": request["request_id"]})
    assert len(done["steps"]) == 3


def test_answer_to_no_request_is_ignored(plant: Plant) -> None:
    feedback(report({"value": 1.0, "request_id": "nobody"}, "applied"), None)
    assert plant.events == []


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"value": 1601.0}, 422, "COMMAND_OUT_OF_RANGE"),
        ({"value": -1.0}, 422, "COMMAND_OUT_OF_RANGE"),
        ({"role": "viewer"}, 403, "COMMAND_FORBIDDEN"),
    ],
)
def test_refused_command_touches_nothing_and_is_recorded(
    plant: Plant, api: Call, changes: dict[str, Any], status: int, code: str
) -> None:
    running(plant)
    answered, body = order(api, **changes)
    assert (answered, body["code"]) == (status, code)
    with pytest.raises(Exception, match="ResourceNotFound"):
        shadow()
    _, page = api(command, "listCommands")
    assert [(row["state"], row["code"]) for row in page["commands"]] == [("REFUSED", code)]


def test_interlock_refuses(plant: Plant, api: Call) -> None:
    running(plant, level=0.3)
    status, body = order(api)
    assert (status, body["code"]) == (409, "COMMAND_INTERLOCKED")
    assert "almost empty" in body["detail"]


@pytest.mark.parametrize("changes", [{"age": 3600.0}, {"quality": "BAD"}])
def test_interlock_that_cannot_be_seen_refuses(
    plant: Plant, api: Call, changes: dict[str, Any]
) -> None:
    running(plant, **changes)
    status, body = order(api)
    assert (status, body["code"]) == (409, "INTERLOCK_UNKNOWN")


def test_second_request_waits_for_the_first(plant: Plant, api: Call) -> None:
    running(plant)
    _, first = order(api)
    status, body = order(api, value=900.0)
    assert status == 422, "too fast is found before pending"
    assert body["code"] == "COMMAND_TOO_FAST"
    status, body = order(api)
    assert (status, body["code"]) == (409, "COMMAND_PENDING")
    feedback(report(first, "applied"), None)
    assert order(api)[0] == 202


@pytest.mark.parametrize("status", ["rejected", "expired"])
def test_rate_is_not_judged_from_a_set_point_that_the_plant_never_held(
    plant: Plant, api: Call, status: str
) -> None:
    running(plant)
    _, first = order(api, value=1500.0)
    feedback(report(first, status, value=None), None)
    assert order(api, value=700.0)[0] == 202


def test_rate_is_judged_from_the_last_applied_value_not_from_a_rejected_one(
    plant: Plant, api: Call
) -> None:
    running(plant)
    _, first = order(api, value=1300.0)
    feedback(report(first, "applied"), None)
    time.sleep(0.1)  # 20 rpm at this rate
    _, second = order(api, value=1310.0)
    feedback(report(second, "rejected", value=None), None)
    status, body = order(api, value=700.0)
    assert (status, body["code"]) == (422, "COMMAND_TOO_FAST")
    assert body["found"].startswith("1300 to 700 rpm")


def test_request_that_was_never_answered_may_have_been_applied(
    plant: Plant, api: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    running(plant)
    _, request = order(api, value=1500.0)
    monkeypatch.setattr(feedback_rules, "ANSWER_GRACE_SECONDS", -3600.0)
    api(command, "getCommand", path={"request_id": request["request_id"]})
    status, body = order(api, value=700.0)
    assert (status, body["code"]) == (422, "COMMAND_TOO_FAST")


def test_command_that_another_request_took_since_the_check_is_not_sent(
    plant: Plant, api: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    running(plant)
    seen = CommandTable.set_points

    def overtaken(table: CommandTable, command_id: str) -> SetPoints:
        points = seen(table, command_id)
        monkeypatch.setattr(CommandTable, "set_points", seen)
        _, faster = order(api, value=1500.0)
        feedback(report(faster, "applied"), None)
        return points

    monkeypatch.setattr(CommandTable, "set_points", overtaken)
    status, body = order(api, value=700.0)
    assert (status, body["code"]) == (409, "COMMAND_PENDING")
    assert shadow()["desired"][COMMAND]["value"] == 1500.0


def test_repeated_answer_frees_a_command_that_the_first_one_could_not(
    plant: Plant, api: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    running(plant)
    _, request = order(api)
    answer = report(request, "applied")
    with monkeypatch.context() as patch:
        patch.setattr(CommandTable, "_settle", lambda *_, **__: False)
        with pytest.raises(CommandConflict):
            feedback(answer, None)
    assert order(api)[1]["code"] == "COMMAND_PENDING"
    feedback(answer, None)
    assert order(api)[0] == 202


def test_shadow_that_does_not_answer_leaves_the_request_open(
    plant: Plant, api: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    running(plant)

    def silent(**_: object) -> None:
        raise ReadTimeoutError(endpoint_url="https://iot.invalid")

    with monkeypatch.context() as patch:
        patch.setattr(clients.iot_data(), "update_thing_shadow", silent)
        status, body = order(api)
    assert (status, body["code"]) == (502, "COMMAND_NOT_SENT")
    request_id = body["where"]
    _, request = api(command, "getCommand", path={"request_id": request_id})
    assert request["state"] == "REQUESTED"
    feedback(report(request, "applied"), None)
    _, request = api(command, "getCommand", path={"request_id": request_id})
    assert request["state"] == "APPLIED", "it had arrived"


def test_same_key_is_the_same_request(plant: Plant, api: Call) -> None:
    running(plant)
    _, first = order(api, idempotency_key="k")
    status, again = order(api, idempotency_key="k")
    assert status == 202
    assert again["request_id"] == first["request_id"]
    status, body = order(api, value=1250.0, idempotency_key="k")
    assert (status, body["code"]) == (409, "IDEMPOTENCY_KEY_REUSED")


def test_request_that_the_edge_never_answers_expires_when_it_is_looked_at(
    plant: Plant, api: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    running(plant)
    _, request = order(api)
    monkeypatch.setattr(feedback_rules, "ANSWER_GRACE_SECONDS", -3600.0)
    _, late = api(command, "getCommand", path={"request_id": request["request_id"]})
    assert (late["state"], late["code"]) == ("EXPIRED", "NO_ANSWER")
    feedback(report(request, "applied"), None)
    _, done = api(command, "getCommand", path={"request_id": request["request_id"]})
    assert done["state"] == "APPLIED", "the late answer is the truth"


def test_shadow_that_is_away_fails_the_request_and_frees_the_command(
    plant: Plant, api: Call
) -> None:
    running(plant)
    boto3.client("iot", "us-east-1").delete_thing(thingName="demo-edge")
    status, body = order(api)
    assert (status, body["code"]) == (502, "COMMAND_NOT_SENT")
    boto3.client("iot", "us-east-1").create_thing(thingName="demo-edge")
    assert order(api)[0] == 202


def test_list_is_paged_newest_first(plant: Plant, api: Call) -> None:
    running(plant)
    for value in (1601.0, 1602.0, 1603.0):
        order(api, value=value)
    _, first = api(command, "listCommands", query={"limit": ["2"]})
    _, second = api(command, "listCommands", query={"next_token": [first["next_token"]]})
    values = [row["value"] for row in first["commands"] + second["commands"]]
    assert values == [1603.0, 1602.0, 1601.0]
    assert second["next_token"] is None


OTHER_LIST = write_token({"list": "runs"}, ["run#1", "run", "1"])
OTHER_POSITION = write_token({"list": "requests"}, ["request#1"])
NO_KEY = write_token({"list": "requests"}, ["", "", ""])


@pytest.mark.parametrize("token", ["x", "[1]", "{}", OTHER_LIST, OTHER_POSITION, NO_KEY])
def test_foreign_token_is_refused(plant: Plant, api: Call, token: str) -> None:
    status, body = api(command, "listCommands", query={"next_token": [token]})
    assert (status, body["code"]) == (400, "QUERY_INVALID")


@pytest.mark.parametrize("body", [{}, {"command_id": COMMAND}, {"command_id": "x", "value": "y"}])
def test_unreadable_order_is_refused(plant: Plant, api: Call, body: dict[str, Any]) -> None:
    status, answer = api(command, "requestCommand", body=body)
    assert (status, answer["code"]) == (400, "BAD_COMMAND_REQUEST")


def test_unknown_command_and_request_are_not_found(plant: Plant, api: Call) -> None:
    status, body = api(command, "requestCommand", body={"command_id": "X.y", "value": 1.0})
    assert (status, body["code"]) == (404, "UNKNOWN_COMMAND")
    status, body = api(command, "getCommand", path={"request_id": "nobody"})
    assert (status, body["code"]) == (404, "UNKNOWN_COMMAND_REQUEST")
