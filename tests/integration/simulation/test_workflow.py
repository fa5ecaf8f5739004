"""From a started run to its result, and every way in which it must end without one."""

from __future__ import annotations

import time
from typing import Any

import pytest

from simulation_runtime.run_table import RunTable
from tests.integration.simulation.plane import JOBS, MEASURED, MODELS_BUCKET, SimulationPlane
from twin.simulation.errors import InputUnusable, ModelUnknown, RunFailed, RunUnknown
from twin.simulation.job import JobInput
from twin_runtime import clients
from twin_runtime.errors import ValueNotStored

FLOW = {"value": 40.0, "lower": 38.0, "upper": 42.0}
POWER = {"value": 4.7, "lower": 4.5, "upper": 4.9}


def published(bounds: dict[str, float]) -> dict[str, Any]:
    """Return what is published of an output of which nothing is known yet."""
    raw = {"raw_lower": bounds["lower"], "raw_upper": bounds["upper"]}
    return {**bounds, **raw, "coverage": None, "raw_coverage": None}


def finish_job(plane: SimulationPlane, run_id: str) -> None:
    """Write what the job writes."""
    digest = JobInput.from_mapping(plane.job_input(run_id)).digest
    outputs = {"flow": FLOW, "power": POWER}
    plane.write(run_id, "output.json", {"input_digest": digest, "outputs": outputs})


def test_prediction_is_stored_with_its_interval_and_version(plane: SimulationPlane) -> None:
    plane.measure("flow", 39.0)
    run_id = plane.start()["run_id"]
    plane.prepare(run_id)
    finish_job(plane, run_id)
    assert plane.publish(run_id) == {"run_id": run_id, "state": "SUCCEEDED"}

    run = plane.get(run_id)
    assert run["outputs"]["flow"] == {**published(FLOW), "unit": "m³/h", "measured": 39.0}
    assert run["outputs"]["power"] == {**published(POWER), "unit": "kW", "measured": None}
    assert plane.latest() == {
        "pump_model_version": run["model_version"],
        "pump_model_valid": 0.0,
        "pump_model_validity": "PREDICTION_COVERAGE_UNKNOWN",
        "flow_predicted": 40.0,
        "flow_predicted_lower": 38.0,
        "flow_predicted_upper": 42.0,
        "power_predicted": 4.7,
        "power_predicted_lower": 4.5,
        "power_predicted_upper": 4.9,
    }
    assert plane.states(run_id) == ["QUEUED", "RUNNING", "SUCCEEDED"]
    assert plane.events[-1] == run


def test_predictions_are_of_the_time_of_their_inputs(plane: SimulationPlane) -> None:
    run_id = plane.start()["run_id"]
    before = time.time()
    plane.prepare(run_id)
    taken = time.time()
    finish_job(plane, run_id)
    time.sleep(0.05)
    plane.publish(run_id)
    ((stored_at, value),) = plane.stored("flow_predicted")
    assert (before <= stored_at <= taken, value) == (True, 40.0)
    assert plane.get(run_id)["inputs_at"] == pytest.approx(stored_at, abs=1e-5)


def test_repeated_step_after_a_lost_record_writes_the_same_points(
    plane: SimulationPlane, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = plane.start()["run_id"]
    plane.prepare(run_id)
    finish_job(plane, run_id)
    with monkeypatch.context() as patch:
        patch.setattr(RunTable, "save", lost)
        with pytest.raises(ConnectionError):
            plane.publish(run_id)
    first = plane.stored("flow_predicted")
    assert len(first) == 1
    assert plane.publish(run_id)["state"] == "SUCCEEDED"
    assert plane.stored("flow_predicted") == first
    assert len(plane.stored("pump_model_version")) == 1


def lost(_table: RunTable, _run: object, **_writes: object) -> None:
    raise ConnectionError("no answer")


def test_repeated_step_completes_what_was_refused(
    plane: SimulationPlane, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = plane.start()["run_id"]
    plane.prepare(run_id)
    finish_job(plane, run_id)
    client = clients.iotsitewise()
    put = client.batch_put_asset_property_value

    def partly(*, entries: Any) -> Any:  # noqa: ANN401 - boto3's own signature
        put(entries=entries[1:])
        errors = [{"errorCode": "ThrottlingException"}]
        return {"errorEntries": [{"entryId": entries[0]["entryId"], "errors": errors}]}

    with monkeypatch.context() as patch:
        patch.setattr(client, "batch_put_asset_property_value", partly)
        with pytest.raises(ValueNotStored, match="pump_model_version: ThrottlingException"):
            plane.publish(run_id)
    assert "pump_model_version" not in plane.latest()
    plane.publish(run_id)
    assert len(plane.latest()) == 9
    assert len(plane.stored("flow_predicted")) == 1


def test_repeated_prepare_keeps_the_time_of_the_first(plane: SimulationPlane) -> None:
    run_id = plane.start()["run_id"]
    plane.prepare(run_id)
    first = plane.get(run_id)
    time.sleep(0.01)
    plane.measure("flow", 12.0)
    plane.prepare(run_id)
    assert plane.get(run_id) == first
    assert plane.states(run_id) == ["QUEUED", "RUNNING", "RUNNING"]


def test_run_that_was_never_prepared_is_not_published(plane: SimulationPlane) -> None:
    run_id = plane.start()["run_id"]
    output = {"input_digest": "", "outputs": {"flow": FLOW, "power": POWER}}
    plane.write(run_id, "output.json", output)
    with pytest.raises(RunFailed, match="never prepared"):
        plane.publish(run_id)


@pytest.mark.parametrize("status", ["FAILED", "TIMED_OUT", "ABORTED"])
def test_execution_that_ended_without_a_word_leaves_no_run_running(
    plane: SimulationPlane, status: str
) -> None:
    run_id = plane.start()["run_id"]
    plane.prepare(run_id)
    assert plane.end(run_id, status) == {"run_id": run_id, "state": "FAILED"}
    error = plane.get(run_id)["error"]
    assert (error["code"], error["found"]) == ("RUN_FAILED", status)
    assert plane.states(run_id) == ["QUEUED", "RUNNING", "FAILED"]


def test_end_of_an_execution_that_recorded_its_failure_is_no_news(plane: SimulationPlane) -> None:
    run_id = plane.start()["run_id"]
    plane.fail(run_id, "States.Timeout", "")
    before = plane.get(run_id)
    assert plane.end(run_id, "FAILED")["state"] == "FAILED"
    assert plane.get(run_id) == before
    assert plane.states(run_id) == ["QUEUED", "FAILED"]


def test_late_end_does_not_take_back_a_result(plane: SimulationPlane) -> None:
    run_id = plane.start()["run_id"]
    plane.prepare(run_id)
    finish_job(plane, run_id)
    plane.publish(run_id)
    assert plane.end(run_id, "ABORTED")["state"] == "SUCCEEDED"
    assert plane.states(run_id)[-1] == "SUCCEEDED"


def test_end_of_an_execution_without_a_run_is_left_alone(plane: SimulationPlane) -> None:
    assert plane.end("tick-9", "ABORTED") == {"run_id": "tick-9", "state": "UNKNOWN"}
    assert plane.events == []


def test_error_file_that_is_damaged_does_not_hide_the_failure(plane: SimulationPlane) -> None:
    run_id = plane.start()["run_id"]
    plane.write(run_id, "error.json", ["not an error"])
    plane.fail(run_id, "States.TaskFailed", {"StatusReason": "Essential container exited"})
    assert plane.get(run_id)["error"]["code"] == "RUN_FAILED"


def test_what_if_stays_in_its_record(plane: SimulationPlane) -> None:
    run_id = plane.start(kind="what_if", inputs={"speed": 1200})["run_id"]
    plane.prepare(run_id)
    assert plane.job_input(run_id)["inputs"] == {**MEASURED, "speed": 1200.0}
    finish_job(plane, run_id)
    plane.publish(run_id)
    assert plane.get(run_id)["outputs"]["flow"]["value"] == 40.0
    assert plane.latest() == {}


def test_job_is_told_where_its_files_are(plane: SimulationPlane) -> None:
    run_id = plane.start()["run_id"]
    folder = f"s3://{MODELS_BUCKET}/runs/{run_id}"
    assert plane.prepare(run_id) == {
        "run_id": run_id,
        "command": ["--input", f"{folder}/input.json", "--output", f"{folder}/output.json"],
        "job_definition": JOBS["simulate"],
        "vcpus": "0.5",
        "memory_mebibytes": "1024",
        "timeout_seconds": 900,
    }


def test_scheduled_run_needs_no_record(plane: SimulationPlane) -> None:
    assert plane.prepare_scheduled("tick-1")["run_id"] == "tick-1"
    run = plane.get("tick-1")
    assert (run["state"], run["requested_by"], run["inputs"]) == ("RUNNING", "schedule", MEASURED)
    assert plane.states("tick-1") == ["RUNNING"]


def test_repeated_prepare_gives_the_job_the_same_input(plane: SimulationPlane) -> None:
    run_id = plane.start()["run_id"]
    plane.prepare(run_id)
    first = plane.job_input(run_id)
    plane.measure("speed", 900.0)
    plane.prepare(run_id)
    assert plane.job_input(run_id) == first


def test_equal_inputs_are_equal_jobs(plane: SimulationPlane) -> None:
    runs = [plane.start()["run_id"] for _ in range(2)]
    for run_id in runs:
        plane.prepare(run_id)
    first, second = (JobInput.from_mapping(plane.job_input(one)) for one in runs)
    assert first.digest == second.digest


@pytest.mark.parametrize(
    ("age", "quality", "message"),
    [
        (3600.0, "GOOD", "speed is stale"),
        (0.0, "BAD", "speed is not good"),
        (0.0, "UNCERTAIN", "speed is not good"),
    ],
)
def test_input_that_will_not_do_stops_the_run(
    silent_plane: SimulationPlane, age: float, quality: str, message: str
) -> None:
    for name, value in MEASURED.items():
        if name == "speed":
            silent_plane.measure(name, value, age=age, quality=quality)
        else:
            silent_plane.measure(name, value)
    assert refused_input(silent_plane).message == message


def test_input_that_never_had_a_value_stops_the_run(silent_plane: SimulationPlane) -> None:
    assert refused_input(silent_plane).message == "speed has no value"


def refused_input(plane: SimulationPlane) -> InputUnusable:
    run_id = plane.start()["run_id"]
    with pytest.raises(InputUnusable) as caught:
        plane.prepare(run_id)
    assert caught.value.where == "/demo/P-101/speed"
    assert clients.s3().list_objects_v2(Bucket=MODELS_BUCKET)["KeyCount"] == 0
    assert plane.get(run_id)["state"] == "QUEUED"
    return caught.value


def test_model_that_left_the_site_stops_the_run(plane: SimulationPlane) -> None:
    with pytest.raises(ModelUnknown):
        plane.prepare_scheduled("tick-1", model_id="P-7.pump")
    assert plane.get("tick-1")["state"] == "QUEUED"


def test_failed_run_says_why_and_publishes_nothing(plane: SimulationPlane) -> None:
    run_id = plane.start()["run_id"]
    cause = {
        "errorMessage": "RUN_INPUT_UNUSABLE: speed is stale; found 60 s old",
        "errorType": "InputUnusable",
    }
    assert plane.fail(run_id, "InputUnusable", cause) == {"run_id": run_id, "state": "FAILED"}
    run = plane.get(run_id)
    assert run["error"] == {
        "code": "RUN_INPUT_UNUSABLE",
        "message": "speed is stale; found 60 s old",
    }
    assert run["outputs"] == {} and run["finished_at"] is not None
    assert plane.latest() == {}
    assert plane.states(run_id) == ["QUEUED", "FAILED"]


def test_reason_that_the_job_wrote_is_the_reason(plane: SimulationPlane) -> None:
    run_id = plane.start()["run_id"]
    plane.prepare(run_id)
    said = {"code": "MODEL_BROKEN", "message": "power is no number", "found": "nan"}
    plane.write(run_id, "error.json", {"error": said})
    plane.fail(run_id, "States.TaskFailed", {"StatusReason": "Essential container exited"})
    assert plane.get(run_id)["error"] == said


@pytest.mark.parametrize(
    ("error", "cause", "found"),
    [
        ("States.TaskFailed", {"StatusReason": "Host EC2 terminated"}, "Host EC2 terminated"),
        ("States.Timeout", "", "States.Timeout"),
        ("SettingMissing", {"errorMessage": "no RUN_TABLE"}, "SettingMissing: no RUN_TABLE"),
        ("Lambda.Unknown", "[1, 2]", "[1, 2]"),
        ("annotations", "not an error of ours", "not an error of ours"),
        ("", "x" * 2000, "x" * 400),
    ],
)
def test_any_other_reason_is_told_as_it_came(
    plane: SimulationPlane, error: str, cause: object, found: str
) -> None:
    run_id = plane.start()["run_id"]
    plane.fail(run_id, error, cause)
    said = plane.get(run_id)["error"]
    assert said["code"] == "RUN_FAILED"
    assert found in said["found"] and len(said["found"]) <= 500


def test_failed_run_is_never_published(plane: SimulationPlane) -> None:
    run_id = plane.start()["run_id"]
    plane.prepare(run_id)
    plane.fail(run_id, "States.Timeout", "")
    finish_job(plane, run_id)
    assert plane.publish(run_id)["state"] == "FAILED"
    assert plane.latest() == {}
    plane.prepare(run_id)
    assert plane.get(run_id)["state"] == "FAILED"
    assert plane.states(run_id) == ["QUEUED", "RUNNING", "FAILED"]


def test_run_that_succeeded_is_published_once_and_does_not_fail(plane: SimulationPlane) -> None:
    run_id = plane.start()["run_id"]
    plane.prepare(run_id)
    finish_job(plane, run_id)
    for _ in range(2):
        assert plane.publish(run_id)["state"] == "SUCCEEDED"
    plane.fail(run_id, "States.Timeout", "")
    assert plane.get(run_id)["state"] == "SUCCEEDED"
    states = ["QUEUED", "RUNNING", "SUCCEEDED", "SUCCEEDED"]
    assert plane.states(run_id) == states, "a repeated step tells it again and changes nothing"


def test_output_of_another_input_is_not_published(plane: SimulationPlane) -> None:
    run_id = plane.start()["run_id"]
    plane.prepare(run_id)
    plane.write(run_id, "output.json", {"input_digest": "cd" * 32, "outputs": {"flow": FLOW}})
    with pytest.raises(RunFailed, match="another input"):
        plane.publish(run_id)
    assert plane.latest() == {} and plane.get(run_id)["state"] == "RUNNING"


def test_run_does_not_succeed_when_its_values_were_not_stored(
    plane: SimulationPlane, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = {
        "errorEntries": [{"entryId": "e0", "errors": [{"errorCode": "ThrottlingException"}]}]
    }
    run_id = plane.start()["run_id"]
    plane.prepare(run_id)
    finish_job(plane, run_id)
    client = clients.iotsitewise()
    monkeypatch.setattr(client, "batch_put_asset_property_value", lambda **_: refused)
    with pytest.raises(ValueNotStored, match="ThrottlingException"):
        plane.publish(run_id)
    assert plane.get(run_id)["state"] == "RUNNING"


@pytest.mark.parametrize("step", ["publish", "fail"])
def test_step_of_an_unknown_run_is_an_error(plane: SimulationPlane, step: str) -> None:
    with pytest.raises(RunUnknown):
        _ = plane.publish("r-9") if step == "publish" else plane.fail("r-9", "States.Timeout", "")
