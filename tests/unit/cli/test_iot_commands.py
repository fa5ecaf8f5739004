"""`twin signals`, `twin alarms` and `twin command` over an API that answers from a script."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from click.testing import CliRunner, Result

from twin_local.cli.commands import alarms, command, signals

Json = dict[str, Any]

VALUE: Json = {
    "alias": "/demo/T-101/level",
    "value": 2.0,
    "unit": "m",
    "quality": "GOOD",
    "time": 1_790_000_000.0,
    "age_seconds": 1.0,
    "stale": False,
}


class Api:
    """Answers GET and POST by path; remembers what was posted."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Json]] = {}
        self.posted: list[tuple[str, Mapping[str, Any]]] = []

    def get(self, path: str, query: object = None) -> Json:
        answers = self.answers[path]
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def post(self, path: str, body: Mapping[str, Any]) -> Json:
        self.posted.append((path, body))
        return self.answers[path][0]

    def pages(self, path: str, member: str, query: object = None) -> Iterator[Json]:
        yield from self.answers[path][0][member]


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Api:
    api = Api()
    for module in (signals, alarms, command):
        monkeypatch.setattr(module, "ApiClient", lambda: api)
    monkeypatch.setattr(command, "POLL_SECONDS", 0.0)
    return api


def request(state: str, **changes: object) -> Json:
    return {
        "request_id": "r-1",
        "command_id": "P-101.set_speed",
        "value": 1300.0,
        "unit": "rpm",
        "state": state,
        "requested_by": "olga",
        "requested_at": time.time(),
        "expires_at": time.time() + 30,
        "steps": [{"state": state, "time": 0.0, "by": "x", "code": "", "message": ""}],
        "code": "",
        "message": "",
        **changes,
    }


def run(group: Any, *arguments: str) -> Result:  # noqa: ANN401 - a click group
    invoke: Callable[..., Result] = CliRunner().invoke
    return invoke(group, list(arguments), catch_exceptions=False)


def test_latest_values_as_table_and_as_json(api: Api) -> None:
    api.answers["/signals/latest"] = [{"values": [VALUE]}]
    assert "/demo/T-101/level" in run(signals.command, "latest").output
    assert json.loads(run(signals.command, "latest", "--json").output) == {"values": [VALUE]}


def test_watch_prints_every_value_once(api: Api) -> None:
    newer = {**VALUE, "time": VALUE["time"] + 1}
    api.answers["/signals/latest"] = [{"values": [v]} for v in (VALUE, VALUE, newer, newer)]
    output = run(
        signals.command, "watch", "--json", "--interval", "0.01", "--seconds", "0.3"
    ).output
    times = [json.loads(line)["time"] for line in output.splitlines()]
    assert times == [VALUE["time"], newer["time"]]


def test_active_alarms_leave_out_the_normal_ones(api: Api) -> None:
    rows = [
        {"alarm_id": name, "title": name, "state": state, "priority": 1, "time": None,
         "value": None, "threshold": 1.0}
        for name, state in (("a", "NORMAL"), ("b", "ACTIVE_UNACKNOWLEDGED"))
    ]  # fmt: skip
    api.answers["/alarms"] = [{"alarms": rows}]
    answer = json.loads(run(alarms.command, "list", "--active", "--json").output)
    assert [row["alarm_id"] for row in answer["alarms"]] == ["b"]


def test_acknowledging_sends_the_comment(api: Api) -> None:
    path = "/alarms/P-101.high_vibration/acknowledge"
    api.answers[path] = [{"alarm_id": "P-101.high_vibration", "state": "ACTIVE_ACKNOWLEDGED"}]
    result = run(alarms.command, "ack", "P-101.high_vibration", "--comment", "seen")
    assert result.exit_code == 0
    assert api.posted == [(path, {"comment": "seen"})]


def test_what_happened_to_an_alarm_is_shown_with_who_did_it(api: Api) -> None:
    steps = [
        {"time": 1_790_000_000.0, "previous": "NORMAL", "state": "ACTIVE_UNACKNOWLEDGED",
         "value": 9.0, "by": "", "comment": ""},
        {"time": 1_790_000_060.0, "previous": "ACTIVE_UNACKNOWLEDGED", "value": 9.0,
         "state": "ACTIVE_ACKNOWLEDGED", "by": "olga", "comment": "seen"},
    ]  # fmt: skip
    api.answers["/alarms/a/history"] = [{"transitions": steps}]
    shown = run(alarms.command, "history", "a").output
    assert "olga" in shown
    assert "seen" in shown
    answer = json.loads(run(alarms.command, "history", "a", "--json").output)
    assert answer == {"alarm_id": "a", "transitions": steps}


@pytest.mark.parametrize(("state", "code"), [("APPLIED", 0), ("REJECTED", 1), ("EXPIRED", 1)])
def test_waiting_command_exits_0_only_when_applied(api: Api, state: str, code: int) -> None:
    api.answers["/commands"] = [request("SENT")]
    api.answers["/commands/r-1"] = [request("SENT"), request(state)]
    result = run(command.command, "send", "P-101.set_speed", "1300", "--wait", "--json")
    assert result.exit_code == code
    assert json.loads(result.output)["state"] == state


def test_every_order_has_an_idempotency_key(api: Api) -> None:
    api.answers["/commands"] = [request("SENT")]
    run(command.command, "send", "P-101.set_speed", "1300")
    run(command.command, "send", "P-101.set_speed", "1300", "--key", "k")
    keys = [body["idempotency_key"] for _, body in api.posted]
    assert len(keys[0]) == 36
    assert keys[1] == "k"


def test_audit_trail_is_shown(api: Api) -> None:
    api.answers["/commands/r-1"] = [request("REJECTED", code="PLC_LIMITED", message="holds 1000")]
    assert "PLC_LIMITED: holds 1000" in run(command.command, "show", "r-1").output
