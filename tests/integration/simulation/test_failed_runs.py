"""Every way in which a run ends without a result, and says why."""

from __future__ import annotations

import pytest

from tests.integration.simulation.job_results import finish_job
from tests.integration.simulation.plane import SimulationPlane
from twin.simulation.errors import RunUnknown


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


@pytest.mark.parametrize("step", ["publish", "fail"])
def test_step_of_an_unknown_run_is_an_error(plane: SimulationPlane, step: str) -> None:
    with pytest.raises(RunUnknown):
        _ = plane.publish("r-9") if step == "publish" else plane.fail("r-9", "States.Timeout", "")
