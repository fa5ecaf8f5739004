"""Models and runs as the API answers them."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.integration.simulation.plane import MODEL_ID, SimulationPlane
from twin_runtime import clients
from twin_runtime.page_token import write_token


def test_models_are_answered_with_their_bindings_and_versions(plane: SimulationPlane) -> None:
    status, body = plane.call("GET", "/models")
    assert status == 200
    first, second = body["models"]
    assert (first["model_id"], second["model_id"]) == (MODEL_ID, "P-102.pump")
    assert first["inputs"][0] == {"variable": "speed", "alias": "/demo/P-101/speed", "unit": "rpm"}
    assert [one["variable"] for one in first["outputs"]] == ["flow", "power"]
    assert len(first["version"]) == 12


def test_model_whose_file_was_not_deployed_is_broken(
    plane: SimulationPlane, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARTEFACTS", json.dumps({"fan.fmu": {"key": "k", "sha256": "ab"}}))
    status, body = plane.call("GET", "/models")
    assert (status, body["code"]) == (500, "MODEL_BROKEN")
    assert (body["found"], body["expected"]) == ("fan.fmu", "pump.fmu")


def test_run_is_recorded_started_and_announced(plane: SimulationPlane) -> None:
    run = plane.start(kind="what_if", inputs={"speed": 1200})
    assert (run["state"], run["kind"], run["requested_by"]) == ("QUEUED", "what_if", "olga")
    assert plane.get(run["run_id"]) == run
    assert plane.executions() == {
        run["run_id"]: {"model_id": MODEL_ID, "kind": "what_if", "inputs": {"speed": 1200.0}}
    }
    assert plane.events == [run]


def test_same_key_of_the_same_caller_is_one_run(plane: SimulationPlane) -> None:
    first = plane.start(idempotency_key="k")
    assert plane.start(idempotency_key="k") == first
    assert list(plane.executions()) == [first["run_id"]]
    assert plane.states(first["run_id"]) == ["QUEUED"]


def test_repetition_of_a_run_that_went_on_answers_how_it_is(plane: SimulationPlane) -> None:
    run_id = plane.start(idempotency_key="k")["run_id"]
    plane.prepare(run_id)
    again = plane.start(idempotency_key="k")
    assert (again["run_id"], again["state"]) == (run_id, "RUNNING")
    assert list(plane.executions()) == [run_id]


def test_repetition_starts_what_could_not_be_started(
    plane: SimulationPlane, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(clients.stepfunctions(), "start_execution", throttled)
        status, body = plane.call("POST", "/runs", {"model_id": MODEL_ID, "idempotency_key": "k"})
    assert (status, body["code"]) == (502, "RUN_NOT_STARTED")
    assert plane.executions() == {}
    assert plane.get(body["where"])["state"] == "QUEUED"
    run = plane.start(idempotency_key="k")
    assert list(plane.executions()) == [run["run_id"]]


def throttled(**_: Any) -> None:  # noqa: ANN401 - boto3's own signature
    error: Any = {"Error": {"Code": "ThrottlingException", "Message": "slow down"}}
    raise ClientError(error, "StartExecution")


def test_run_that_nobody_can_start_again_does_not_wait_for_ever(
    plane: SimulationPlane, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clients.stepfunctions(), "start_execution", throttled)
    status, body = plane.call("POST", "/runs", {"model_id": MODEL_ID})
    assert (status, body["code"]) == (502, "RUN_NOT_STARTED")
    run = plane.get(body["where"])
    assert (run["state"], run["error"]["code"]) == ("FAILED", "RUN_NOT_STARTED")
    assert plane.states(run["run_id"]) == ["FAILED"]


def test_repetition_after_the_execution_ended_starts_no_other(plane: SimulationPlane) -> None:
    run_id = plane.start(idempotency_key="k")["run_id"]
    client = clients.stepfunctions()
    (one,) = client.list_executions(stateMachineArn=plane.machine)["executions"]
    client.stop_execution(executionArn=one["executionArn"])
    assert plane.start(idempotency_key="k")["run_id"] == run_id
    assert list(plane.executions()) == [run_id]


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "what_if", "inputs": {"speed": 1300}},
        {"kind": "what_if", "inputs": {"speed": 1200, "suction_pressure": 0.2}},
        {"kind": "prediction"},
        {"kind": "what_if", "inputs": {"speed": 1200}, "model_id": "P-102.pump"},
    ],
)
@pytest.mark.parametrize("prepared", [False, True])
def test_key_of_another_request_is_refused(
    plane: SimulationPlane, other: dict[str, Any], prepared: bool
) -> None:
    asked = {"kind": "what_if", "inputs": {"speed": 1200}, "idempotency_key": "k"}
    run_id = plane.start(**asked)["run_id"]
    if prepared:
        plane.prepare(run_id)
    body = {"model_id": MODEL_ID, "idempotency_key": "k", **other}
    status, answer = plane.call("POST", "/runs", body)
    assert (status, answer["code"]) == (409, "IDEMPOTENCY_KEY_REUSED")
    assert list(plane.executions()) == [run_id]
    assert plane.start(**asked)["run_id"] == run_id


def test_same_key_of_another_caller_is_another_run(plane: SimulationPlane) -> None:
    mine = plane.start(idempotency_key="k")["run_id"]
    plane.subject = "paul"
    assert plane.start(idempotency_key="k")["run_id"] != mine


@pytest.mark.parametrize("key", [{}, {"idempotency_key": None}, {"idempotency_key": ""}])
def test_without_a_key_every_request_is_a_run(plane: SimulationPlane, key: dict[str, Any]) -> None:
    assert plane.start(**key)["run_id"] != plane.start(**key)["run_id"]
    assert len(plane.executions()) == 2


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("{", 400, "BODY_INVALID"),
        ([], 400, "BODY_INVALID"),
        ({}, 404, "MODEL_UNKNOWN"),
        ({"model_id": MODEL_ID, "kind": "guess"}, 400, "RUN_REQUEST_INVALID"),
        ({"model_id": MODEL_ID, "inputs": {"speed": 1}}, 400, "RUN_REQUEST_INVALID"),
        (
            f'{{"model_id":"{MODEL_ID}","kind":"what_if","inputs":{{"speed":NaN}}}}',
            400,
            "BODY_INVALID",
        ),
        (f'{{"model_id":"{MODEL_ID}","kind":"what_if","inputs":{{"speed":1e999}}}}', 400, None),
        ({"model_id": MODEL_ID, "kind": "what_if", "inputs": {"speed": 9999}}, 400, None),
        ({"model_id": MODEL_ID, "kind": "what_if", "inputs": {"rpm": 20}}, 400, None),
    ],
)
def test_refused_request_leaves_nothing(
    plane: SimulationPlane, body: object, status: int, code: str | None
) -> None:
    found, answer = plane.call("POST", "/runs", body)
    assert (found, answer["code"]) == (status, code or "RUN_REQUEST_INVALID")
    assert plane.executions() == {} and plane.events == []
    assert plane.call("GET", "/runs")[1] == {"runs": [], "next_token": None}


def test_runs_are_listed_newest_first_page_by_page(plane: SimulationPlane) -> None:
    started = [plane.start()["run_id"] for _ in range(5)]
    found: list[str] = []
    token: str | None = None
    sizes = []
    while True:
        query = {"limit": ["2"], **({"next_token": [token]} if token else {})}
        status, page = plane.call("GET", "/runs", query=query)
        assert status == 200
        sizes.append(len(page["runs"]))
        found += [run["run_id"] for run in page["runs"]]
        token = page["next_token"]
        if token is None:
            break
    assert found == started[::-1]
    assert sizes == [2, 2, 1]


def encoded(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()


OTHER_LIST = {name: {"S": "commands"} for name in ("pk", "sk", "gpk", "gsk")}


@pytest.mark.parametrize(
    "query",
    [
        {"limit": ["0"]},
        {"limit": ["201"]},
        {"limit": ["2", "3"]},
        {"next_token": ["!"]},
        {"next_token": ["é"]},
        {"next_token": [encoded(None)]},
        {"next_token": [encoded([1])]},
        {"next_token": [encoded({})]},
        {"next_token": [encoded({"pk": "run#1", "sk": "run", "gpk": "runs", "gsk": "1"})]},
        {"next_token": [encoded(OTHER_LIST)]},
        {"next_token": [write_token({"list": "assets"}, ["asset#a", "asset", "1"])]},
        {"next_token": [write_token({"list": "runs"}, ["run#1"])]},
    ],
)
def test_unusable_query_is_refused(plane: SimulationPlane, query: dict[str, list[str]]) -> None:
    status, body = plane.call("GET", "/runs", query=query)
    assert (status, body["code"]) == (400, "QUERY_INVALID")


def test_unknown_run_is_not_found(plane: SimulationPlane) -> None:
    status, body = plane.call("GET", "/runs/{run_id}", path={"run_id": "r-9"})
    assert (status, body["code"], body["found"]) == (404, "RUN_UNKNOWN", "r-9")
