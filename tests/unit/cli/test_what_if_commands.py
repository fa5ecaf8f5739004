"""What `twin what-if` sends and prints."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
import urllib3
from click.testing import CliRunner

from twin_local.cli import runs, what_ifs
from twin_local.cli.client import ApiClient
from twin_local.cli.commands.what_if import command
from twin_local.cli.profile import Profile

RUN = {
    "run_id": "r-1",
    "model_id": "P-101.pump",
    "kind": "what_if",
    "state": "SUCCEEDED",
    "inputs": {"speed": 1200.0},
    "outputs": {},
    "error": None,
    "validity": {"valid": False, "reasons": [{"code": "PREDICTION_DRIFTING", "message": "odd"}]},
}
POWER = {"value": 3.0, "lower": 2.5, "upper": 3.5, "unit": "kW"}
TOO_FAST = {"code": "COMMAND_TOO_FAST", "message": "too fast", "found": "", "expected": ""}
HOT = {
    "variable": "power",
    "title": "Power high",
    "comparison": ">",
    "threshold": 3.2,
    "unit": "kW",
    "alarm_id": "P-101.high_power",
    "priority": 2,
    "by_value": False,
}
BEST = {
    "index": 1,
    "rank": 1,
    "name": "Speed set-point 1200 rpm",
    "inputs": {"speed": 1200.0},
    "violations": [],
    "reasons": [],
    "outputs": {"power": POWER},
    "breaches": [HOT],
    "error": None,
}
WORST = {**BEST, "rank": 2, "name": "Fast", "violations": [TOO_FAST], "breaches": []}
FAILED = {
    **WORST,
    "rank": 3,
    "name": "Faster",
    "outputs": {},
    "violations": [],
    "error": {"code": "MODEL_RUN_DIVERGED", "message": "gone"},
}
ANSWER = {"run": RUN, "command_id": None, "objective": None, "outcomes": [BEST, WORST, FAILED]}


class Twin(ApiClient):
    """Answers from a table, and remembers what was sent."""

    def __init__(self, answers: Mapping[str, Any]) -> None:
        super().__init__(Profile("https://twin.test", "", "", "", "", "key"))
        self.answers = answers
        self.sent: list[tuple[str, Any]] = []

    def _send(
        self, method: str, url: str, *, body: object, headers: Mapping[str, str]
    ) -> urllib3.BaseHTTPResponse:
        path = url.removeprefix("https://twin.test")
        self.sent.append((path, json.loads(body) if isinstance(body, bytes) else None))
        answer = json.dumps(self.answers[f"{method} {path}"]).encode()
        return urllib3.HTTPResponse(body=answer, status=200)


@pytest.fixture
def twin(monkeypatch: pytest.MonkeyPatch) -> Twin:
    answers = {"POST /runs": RUN, "POST /what-if": ANSWER, "GET /what-if/r-1": ANSWER}
    made = Twin(answers)
    for module in (runs, what_ifs):
        monkeypatch.setattr(module, "ApiClient", lambda: made)
    return made


def ask(*options: str) -> Any:  # noqa: ANN401 - click's result
    return CliRunner().invoke(command, ["P-101.pump", *options])


def sent(twin: Twin) -> tuple[str, dict[str, Any]]:
    path, body = twin.sent[0]
    assert body.pop("idempotency_key") and body.pop("model_id") == "P-101.pump"
    return path, body


def test_one_answer_is_an_ordinary_run(twin: Twin) -> None:
    answer = ask("--set", "speed=1200", "--set", "suction_pressure=0.2")
    assert answer.exit_code == 0
    inputs = {"speed": 1200.0, "suction_pressure": 0.2}
    assert sent(twin) == ("/runs", {"kind": "what_if", "inputs": inputs})
    assert "not to be relied on: odd (PREDICTION_DRIFTING)" in answer.output


def test_set_points_of_a_command_of_the_models_asset_are_compared(twin: Twin) -> None:
    answer = ask("--command", "set_speed=1200,1300,1400", "--minimise", "power")
    assert answer.exit_code == 0
    assert sent(twin) == (
        "/what-if",
        {
            "command": {"command_id": "P-101.set_speed", "values": [1200.0, 1300.0, 1400.0]},
            "objective": {"variable": "power", "direction": "minimise"},
        },
    )


def test_each_number_is_a_candidate(twin: Twin) -> None:
    ask("--rank", "--set", "speed=1200,1300", "--maximise", "flow")
    path, body = sent(twin)
    assert (path, body["objective"]["direction"]) == ("/what-if", "maximise")
    assert body["candidates"] == [
        {"name": "speed = 1200", "inputs": {"speed": 1200.0}},
        {"name": "speed = 1300", "inputs": {"speed": 1300.0}},
    ]


def test_ranking_says_what_speaks_against_each(twin: Twin) -> None:
    lines = ask("--command", "V-101.set_position=5").output.splitlines()
    assert twin.sent[0][1]["command"]["command_id"] == "V-101.set_position"
    assert lines[0] == "P-101.pump what-if r-1: SUCCEEDED"
    assert "power, kW" in lines[1]
    assert "3 (2.5 to 3.5)" in lines[2]
    assert lines[5:] == [
        "Speed set-point 1200 rpm: Power high: power > 3.2 kW within its interval",
        "Fast: too fast (COMMAND_TOO_FAST)",
        "Faster: gone (MODEL_RUN_DIVERGED)",
    ]


def test_what_if_without_a_ranking_fails(twin: Twin) -> None:
    error = {"code": "RUN_FAILED", "message": "the workflow ended"}
    run = {**RUN, "state": "FAILED", "error": error}
    twin.answers = {
        "POST /what-if": {**ANSWER, "run": run},
        "GET /what-if/r-1": {"run": run, "outcomes": []},
    }
    answer = ask("--command", "set_speed=1200")
    assert (answer.exit_code, "RUN_FAILED: the workflow ended" in answer.output) == (1, True)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "give --set or --command"),
        (("--set", "speed=1", "--command", "set_speed=1"), "give --set or --command"),
        (("--set", "speed=fast"), "is not NAME=NUMBER"),
        (("--set", "=1"), "is not NAME=NUMBER"),
        (("--set", "speed=1,2"), "add --rank"),
        (("--set", "speed=1", "--minimise", "power"), "add --rank"),
        (("--rank", "--set", "a=1", "--minimise", "b", "--maximise", "c"), "one objective"),
        (("--command", "a=1", "--command", "b=1"), "give --command once"),
    ],
)
def test_contradictions_are_told_before_anything_is_sent(
    twin: Twin, options: tuple[str, ...], said: str
) -> None:
    answer = ask(*options)
    assert answer.exit_code == 2 and said in answer.output
    assert twin.sent == []
