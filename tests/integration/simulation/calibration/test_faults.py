"""What must not be published: bad windows, races, repetitions, damaged answers."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
import random
import time
from typing import Any

import pytest

from simulation_runtime.calibration_settings import calibrations, registry, watches
from tests.integration.simulation.calibration.loop import SAMPLES, CalibrationLoop, Change
from tests.integration.simulation.calibration.plant import Moment
from tests.integration.simulation.plane import MODEL_ID, MODELS_BUCKET
from twin.recalibration.errors import OrderInvalid
from twin.recalibration.watch import Probation
from twin.simulation.registry import ParameterVersion
from twin.site_document import Parameter
from twin_runtime import clients


def with_gap(index: int, moment: Moment) -> dict[str, float]:
    values = dict(moment.values)
    if 100 <= index < 120:
        del values["flow"]
    return values


def stuck(index: int, moment: Moment) -> dict[str, float]:
    return {**moment.values, "power": 4.5} if index >= 200 else dict(moment.values)


def no_number(index: int, moment: Moment) -> dict[str, float]:
    return {**moment.values, "discharge_pressure": math.nan} if index >= 300 else moment.values


def standing(_index: int, moment: Moment) -> dict[str, float]:
    return {**moment.values, "speed": 0.0}


def constant(_index: int, moment: Moment) -> dict[str, float]:
    held = {"speed": 1450.0, "suction_pressure": 0.3, "discharge_pressure": 2.8}
    return {**moment.values, **held}


@pytest.mark.parametrize(
    ("change", "codes", "named"),
    [
        (with_gap, {"CALIBRATION_WINDOW_GAPS"}, "flow"),
        (stuck, {"CALIBRATION_SENSOR_STUCK"}, "power"),
        (no_number, {"CALIBRATION_WINDOW_GAPS"}, "discharge_pressure"),
        (standing, {"CALIBRATION_WINDOW_TOO_SHORT"}, "minimum_samples"),
        (constant, {"CALIBRATION_INPUT_CONSTANT"}, "inputs"),
    ],
)
def test_window_of_no_use_is_recorded_with_all_that_is_wrong(
    quiet_loop: CalibrationLoop, change: Change, codes: set[str], named: str
) -> None:
    quiet_loop.measure(wear=0.12, change=change)
    calibration_id = quiet_loop.start()
    assert quiet_loop.window(calibration_id) == {"calibration_id": calibration_id, "go": False}
    found = quiet_loop.get(calibration_id)
    assert found["state"] == "REFUSED"
    assert {one["code"] for one in found["findings"]} == codes
    assert found["error"] == found["findings"][0]
    assert named in found["error"]["where"]
    assert quiet_loop.names(calibration_id) == set()
    assert [kind for kind, _ in quiet_loop.plane.others] == ["CalibrationEnded"]
    assert quiet_loop.start() != calibration_id  # the next one is not locked out


def test_plant_that_says_nothing_has_every_signal_named(quiet_loop: CalibrationLoop) -> None:
    calibration_id = quiet_loop.start()
    assert quiet_loop.window(calibration_id)["go"] is False
    found = quiet_loop.get(calibration_id)
    missing = [one for one in found["findings"] if one["code"] == "CALIBRATION_WINDOW_GAPS"]
    assert {one["where"] for one in missing} == {
        *("speed", "suction_pressure", "discharge_pressure", "flow", "power")
    }


def test_repeated_window_step_changes_nothing(quiet_loop: CalibrationLoop) -> None:
    quiet_loop.measure(wear=0.12)
    calibration_id = quiet_loop.start()
    first = quiet_loop.window(calibration_id)
    files = [quiet_loop.read(calibration_id, name) for name in ("order.json", "samples.json")]
    quiet_loop.measure(wear=0.3, seed=2)
    assert quiet_loop.window(calibration_id) == first
    again = [quiet_loop.read(calibration_id, name) for name in ("order.json", "samples.json")]
    assert again == files
    assert quiet_loop.get(calibration_id)["samples"] == SAMPLES


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


def test_champion_that_changed_meanwhile_is_not_replaced(quiet_loop: CalibrationLoop) -> None:
    calibration_id = prepared(quiet_loop)
    write_decision(quiet_loop, calibration_id)
    activate(1, 0.2)
    assert quiet_loop.decide(calibration_id)["state"] == "REFUSED"
    found = quiet_loop.get(calibration_id)
    assert found["error"]["code"] == "CALIBRATION_CHAMPION_CHANGED"
    active = quiet_loop.active().parameters
    assert active is not None and active.parameters[0].value == 0.2


@pytest.mark.parametrize("damage", ["order", "parameters"])
def test_answer_that_is_not_of_the_order_is_refused(
    quiet_loop: CalibrationLoop, damage: str
) -> None:
    calibration_id = prepared(quiet_loop)
    if damage == "order":
        write_decision(quiet_loop, calibration_id, order_digest="0" * 64)
    else:
        write_decision(quiet_loop, calibration_id)
        put(calibration_id, "parameters.json", b"{}")
    with pytest.raises(OrderInvalid):
        quiet_loop.decide(calibration_id)
    assert quiet_loop.fail(calibration_id, "OrderInvalid", "")["state"] == "FAILED"
    assert quiet_loop.active().parameters is None


def test_decision_half_published_is_completed(
    quiet_loop: CalibrationLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The step dies between activation and its record; the repetition publishes nothing twice."""
    calibration_id = prepared(quiet_loop)
    write_decision(quiet_loop, calibration_id)
    with monkeypatch.context() as patched:
        patched.setattr("simulation_calibrated.publishing.put_event", died)
        with pytest.raises(ConnectionError):
            quiet_loop.decide(calibration_id)
    assert quiet_loop.get(calibration_id)["state"] == "PUBLISHING"
    assert quiet_loop.decide(calibration_id)["state"] == "PUBLISHED"
    versions = registry().parameter_versions(MODEL_ID, limit=10, token=None).versions
    assert [one.number for one in versions] == [1]
    assert [kind for kind, _ in quiet_loop.plane.others] == ["ModelActivated", "CalibrationEnded"]
    probation = watches().find(MODEL_ID).probation
    assert probation is not None and (probation.number, probation.previous) == (1, 0)


def test_job_says_why_it_refused(quiet_loop: CalibrationLoop) -> None:
    calibration_id = prepared(quiet_loop)
    error = {"code": "CALIBRATION_DIVERGED", "message": "the model gave no number", "found": "x"}
    put(calibration_id, "error.json", json.dumps({"error": error}).encode())
    assert quiet_loop.fail(calibration_id, "States.TaskFailed", "{}")["state"] == "FAILED"
    assert quiet_loop.get(calibration_id)["error"] == error
    status, problem = quiet_loop.call(
        "GET", "/calibrations/{calibration_id}/report", path={"calibration_id": calibration_id}
    )
    assert (status, problem["code"]) == (404, "CALIBRATION_REPORT_MISSING")


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


def test_drift_starts_one_calibration(quiet_loop: CalibrationLoop) -> None:
    done = [quiet_loop.predicted(number, off=2.0) for number in range(1, 7)]
    assert done == ["REMEMBERED"] * 5 + ["DRIFT"]
    assert quiet_loop.remembered == 0
    again = [quiet_loop.predicted(number, off=2.0) for number in range(7, 20)]
    assert set(again) == {"REMEMBERED"}  # one drift in twelve hours
    (told,) = quiet_loop.started_by_drift()
    drift = told.pop("drift")
    assert told == {"model_id": MODEL_ID, "trigger": "drift", "requested_by": "drift"}
    assert (drift["rule"], drift["predictions"], drift["threshold"]) == ("consecutive", 6, 1.0)
    assert drift["statistic"] > 1


def test_slow_drift_within_the_band_starts_one_calibration(quiet_loop: CalibrationLoop) -> None:
    """The flow wears by a fiftieth of its noise a prediction; no error leaves its χ² band."""
    generator = random.Random(4)
    noise = 0.25  # m³/h, as the site file says
    start = time.time() + 100.0
    done: list[str] = []
    for number in range(180):
        worn = -0.005 * max(0, number - 96)
        off = max(-2.4, min(2.4, generator.gauss(0.0, 0.5) + worn / noise)) * noise
        done.append(quiet_loop.predicted(number, off=off, at=start + number * 1800.0))
        if done[-1] == "DRIFT":
            break
    assert done == ["REMEMBERED"] * (len(done) - 1) + ["DRIFT"]
    assert len(done) > 96
    (told,) = quiet_loop.started_by_drift()
    assert told["drift"]["rule"] == "shift"
    assert (told["drift"]["output"], told["drift"]["change"]) == ("flow", "lower")
    assert told["drift"]["predictions"] == len(done) - 96
    for _ in range(2):  # the last one is told again, and so is the one before it
        for number in (len(done) - 1, len(done) - 2):
            at = start + number * 1800.0
            assert quiet_loop.predicted(number, off=off, at=at) == "REMEMBERED"
    assert len(quiet_loop.started_by_drift()) == 1

    quiet_loop.window("drift-1", "drift", drift=told["drift"])
    assert quiet_loop.get("drift-1")["drift"] == told["drift"]
    assert quiet_loop.get(quiet_loop.start())["drift"] is None


def test_prediction_that_is_told_twice_counts_once(quiet_loop: CalibrationLoop) -> None:
    for _ in range(10):
        quiet_loop.predicted(1, off=2.0, at=2e9)
    assert quiet_loop.remembered == 1


def test_good_predictions_prove_a_version(quiet_loop: CalibrationLoop) -> None:
    calibration_id = prepared(quiet_loop)
    write_decision(quiet_loop, calibration_id)
    quiet_loop.decide(calibration_id)
    assert {quiet_loop.predicted(number, off=0.1) for number in range(1, 13)} == {"REMEMBERED"}
    assert watches().find(MODEL_ID).probation is None
    active = quiet_loop.active().parameters
    assert active is not None and active.number == 1


def test_version_that_somebody_replaced_is_not_taken_back(quiet_loop: CalibrationLoop) -> None:
    activate(1, 0.2)
    probation = Probation(9, 0, "c", 1.0, 0.0)
    watches().change(MODEL_ID, lambda watch: watch.begun(probation))
    for number in range(1, 4):
        quiet_loop.predicted(number, off=0.1)
    assert watches().find(MODEL_ID).probation is None
    active = quiet_loop.active().parameters
    assert active is not None and active.number == 1


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


def prepared(loop: CalibrationLoop) -> str:
    """Return a calibration whose job would run now."""
    loop.measure(wear=0.12)
    calibration_id = loop.start()
    assert loop.window(calibration_id)["go"] is True
    return calibration_id


def write_decision(loop: CalibrationLoop, calibration_id: str, **changes: str) -> None:
    """Write what a job writes that accepts its candidate."""
    parameters = b'{"parameters":"of the candidate"}'
    verdict: dict[str, Any] = {
        "is_accepted": True,
        "grounds": [],
        "champion_error": 4.0,
        "candidate_error": 0.3,
        "shifts": [],
        "candidate_version": hashlib.sha256(parameters).hexdigest(),
    }
    decision = {
        "order_digest": calibrations().find(calibration_id).order_digest,
        "verdict": verdict,
        "parameters": [{"name": "wear", "value": 0.12, "standard_uncertainty": 0.001}],
        "conditions": {"speed": [1360.0, 1480.0]},
        **changes,
    }
    put(calibration_id, "parameters.json", parameters)
    put(calibration_id, "decision.json", json.dumps(decision).encode())


def put(calibration_id: str, name: str, content: bytes) -> None:
    key = f"calibrations/{calibration_id}/{name}"
    clients.s3().put_object(Bucket=MODELS_BUCKET, Key=key, Body=content)


def activate(number: int, wear: float) -> None:
    """Publish parameters as somebody else would."""
    version = ParameterVersion(
        model_id=MODEL_ID,
        number=number,
        version="ab" * 32,
        key="k",
        parameters=(Parameter("wear", wear, 0.01),),
        deployment=0,
        calibration_id="other",
        published_by="somebody",
        published_at=0.0,
    )
    registry().add_parameters(version)
    revision = registry().activations(MODEL_ID).revision
    registry().activate(
        MODEL_ID, "parameters", number, expected_revision=revision, by="somebody", at=0.0
    )


def died(_event: object) -> None:
    raise ConnectionError
