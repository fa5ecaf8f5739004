"""Calibrations that are asked for, found and cancelled: one of a model at a time."""

from __future__ import annotations

import dataclasses
import json

from simulation_runtime.calibration_settings import calibrations
from tests.integration.simulation.calibration.answers import prepared, write_decision
from tests.integration.simulation.calibration.loop import CalibrationLoop
from tests.integration.simulation.plane import MODEL_ID
from twin_runtime import clients


def test_one_model_is_calibrated_once_at_a_time(quiet_loop: CalibrationLoop) -> None:
    quiet_loop.measure(wear=0.12)
    first = quiet_loop.start()
    status, problem = quiet_loop.call("POST", "/calibrations", {"model_id": MODEL_ID})
    assert (status, problem["code"]) == (409, "CALIBRATION_IN_PROGRESS")
    assert first in problem["found"]
    assert quiet_loop.window(first)["go"] is True
    assert quiet_loop.window("scheduled-1", "schedule")["go"] is False
    scheduled = quiet_loop.get("scheduled-1")
    assert (scheduled["state"], scheduled["trigger"]) == ("REFUSED", "schedule")
    assert scheduled["error"]["code"] == "CALIBRATION_IN_PROGRESS"
    assert quiet_loop.get(first)["state"] == "RUNNING"


def test_same_key_is_the_same_calibration(quiet_loop: CalibrationLoop) -> None:
    first = quiet_loop.start("key")
    assert quiet_loop.start("key") == first
    body = {"model_id": "P-102.pump", "idempotency_key": "key"}
    status, problem = quiet_loop.call("POST", "/calibrations", body)
    assert (status, problem["code"]) == (409, "IDEMPOTENCY_KEY_REUSED")


def test_cancelled_calibration_publishes_nothing(quiet_loop: CalibrationLoop) -> None:
    calibration_id = prepared(quiet_loop)
    path = {"calibration_id": calibration_id}
    for _ in range(2):
        status, found = quiet_loop.call("POST", "/calibrations/{calibration_id}/cancel", path=path)
        assert (status, found["state"]) == (202, "CANCELLED")
    write_decision(quiet_loop, calibration_id)
    assert quiet_loop.decide(calibration_id)["state"] == "CANCELLED"
    assert quiet_loop.fail(calibration_id, "Cancelled", "")["state"] == "CANCELLED"
    assert quiet_loop.active().parameters is None


def test_published_calibration_cannot_be_cancelled(quiet_loop: CalibrationLoop) -> None:
    calibration_id = prepared(quiet_loop)
    write_decision(quiet_loop, calibration_id)
    assert quiet_loop.decide(calibration_id)["state"] == "PUBLISHED"
    path = {"calibration_id": calibration_id}
    status, problem = quiet_loop.call("POST", "/calibrations/{calibration_id}/cancel", path=path)
    assert (status, problem["code"]) == (409, "CALIBRATION_ENDED")


def test_unknown_and_unconfigured_models_are_told(quiet_loop: CalibrationLoop) -> None:
    status, problem = quiet_loop.call("POST", "/calibrations", {"model_id": "P-9.pump"})
    assert (status, problem["code"]) == (404, "MODEL_UNKNOWN")
    status, problem = quiet_loop.call(
        "GET", "/calibrations/{calibration_id}", path={"calibration_id": "none"}
    )
    assert (status, problem["code"]) == (404, "CALIBRATION_UNKNOWN")


def test_lists_are_pages_of_all_or_of_one_model(quiet_loop: CalibrationLoop) -> None:
    ids = []
    for _ in range(3):
        ids.append(quiet_loop.start())
        quiet_loop.window(ids[-1])  # refused: nothing was measured
    for query in ({}, {"model_id": [MODEL_ID]}):
        found: list[str] = []
        token: dict[str, list[str]] = {}
        while True:
            asked = {**query, **token, "limit": ["2"]}
            status, page = quiet_loop.call("GET", "/calibrations", query=asked)
            assert status == 200
            found += [one["calibration_id"] for one in page["calibrations"]]
            if page["next_token"] is None:
                break
            token = {"next_token": [page["next_token"]]}
        assert found == ids[::-1]
    status, page = quiet_loop.call("GET", "/calibrations", query={"model_id": ["P-102.pump"]})
    assert (status, page["calibrations"]) == (200, [])


def test_lock_of_a_calibration_that_is_gone_is_taken_over(quiet_loop: CalibrationLoop) -> None:
    first = quiet_loop.start()
    ended = dataclasses.replace(calibrations().find(first), state="FAILED")
    stored = json.dumps(dataclasses.asdict(ended))
    clients.dynamodb().update_item(
        TableName="calibrations",
        Key={"pk": {"S": f"calibration#{first}"}, "sk": {"S": "calibration"}},
        UpdateExpression="SET calibration = :text, calibration_state = :failed",
        ExpressionAttributeValues={":text": {"S": stored}, ":failed": {"S": "FAILED"}},
    )
    assert quiet_loop.start() != first
