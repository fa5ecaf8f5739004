"""Uploads that end without a publication: each ends with its reason, and by its own execution."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.integration.spatial.plane import STEP, SpatialPlane
from twin.spatial.workflow import Outcome
from twin_runtime import clients


def test_reason_that_a_job_wrote_is_the_reason_of_the_upload(plane: SpatialPlane) -> None:
    upload_id = plane.uploaded(STEP)
    ordered = plane.inspect(upload_id)
    error = {"code": "SOURCE_EMPTY", "message": "no solids", "stack": "internal"}
    clients.s3().put_object(
        Bucket="uploads", Key=f"jobs/{upload_id}/error.json", Body=json.dumps({"error": error})
    )
    outcome = plane.fail(with_failed_job(ordered))
    assert outcome["decision"] == "reject"
    assert plane.state(upload_id)["error"] == {"code": "SOURCE_EMPTY", "message": "no solids"}


def failed_step(ordered: Outcome) -> Outcome:
    """Return what the recording step gets where Inspect failed: the object and the failure."""
    failed: Any = {
        "key": ordered["key"],
        "failure": {"Error": "ClientError", "Cause": '{"errorType": "ClientError"}'},
    }
    outcome: Outcome = failed
    return outcome


def test_execution_of_a_second_event_does_not_reject_what_the_first_converts(
    plane: SpatialPlane,
) -> None:
    upload_id = plane.uploaded(STEP)
    ordered = plane.inspect(upload_id, "first")
    before = list(plane.events)
    assert plane.fail(failed_step(ordered), "second")["decision"] == "failed"
    assert plane.state(upload_id)["state"] == "CONVERTING"
    assert plane.events == before
    plane.convert(ordered)
    assert plane.publish(ordered)["decision"] == "published"


def test_execution_that_failed_before_it_had_the_upload_rejects_it(plane: SpatialPlane) -> None:
    upload_id = plane.uploaded(STEP)
    key: Any = {"key": f"uploads/{upload_id}/source"}
    assert plane.fail(failed_step(key))["decision"] == "failed"
    assert plane.state(upload_id)["error"]["code"] == "WORKFLOW_FAILED"
    assert plane.inspect(upload_id, "second")["decision"] == "ignore"


def test_repeated_record_tells_the_rejection_again(plane: SpatialPlane) -> None:
    upload_id = plane.uploaded(STEP[:50])
    outcome = plane.inspect(upload_id)
    plane.fail(outcome)
    first = plane.events[-1]
    plane.fail(outcome)
    assert plane.events[-2:] == [first, first]
    assert first["type"] == "AssetRejected"


def test_record_of_an_object_without_an_upload_ends_the_workflow(plane: SpatialPlane) -> None:
    stray: Any = {"key": "uploads/nobody/source"}
    assert plane.fail(failed_step(stray))["decision"] == "failed"
    assert plane.events == []


@pytest.mark.parametrize("status", ["FAILED", "TIMED_OUT", "ABORTED"])
def test_execution_that_ended_without_a_word_leaves_no_upload_converting(
    plane: SpatialPlane, status: str
) -> None:
    upload_id = plane.uploaded(STEP)
    plane.inspect(upload_id)
    plane.end(upload_id, "first", status)
    state = plane.state(upload_id)
    assert (state["state"], state["error"]["code"]) == ("REJECTED", "WORKFLOW_FAILED")
    assert state["error"]["found"] == status
    assert plane.events[-1]["type"] == "AssetRejected"


def test_end_of_an_execution_that_recorded_its_failure_is_no_news(plane: SpatialPlane) -> None:
    upload_id = plane.uploaded(STEP)
    plane.fail(with_failed_job(plane.inspect(upload_id)))
    before, state = list(plane.events), plane.state(upload_id)
    plane.end(upload_id, "first", "FAILED")
    assert (plane.events, plane.state(upload_id)) == (before, state)


def test_end_of_another_execution_leaves_the_upload_converting(plane: SpatialPlane) -> None:
    upload_id = plane.uploaded(STEP)
    plane.inspect(upload_id, "first")
    plane.end(upload_id, "second", "ABORTED")
    assert plane.state(upload_id)["state"] == "CONVERTING"


def test_late_end_does_not_take_back_what_is_published(plane: SpatialPlane) -> None:
    ordered = plane.inspect(plane.uploaded(STEP))
    plane.convert(ordered)
    plane.publish(ordered)
    plane.end(ordered["upload_id"], "first", "TIMED_OUT")
    assert plane.state(ordered["upload_id"])["state"] == "PUBLISHED"


def test_reason_that_the_job_wrote_survives_a_workflow_that_died(plane: SpatialPlane) -> None:
    upload_id = plane.uploaded(STEP)
    plane.inspect(upload_id)
    body = json.dumps({"error": {"code": "SOURCE_EMPTY", "message": "no solids"}})
    clients.s3().put_object(Bucket="uploads", Key=f"jobs/{upload_id}/error.json", Body=body)
    plane.end(upload_id, "first", "FAILED")
    assert plane.state(upload_id)["error"]["code"] == "SOURCE_EMPTY"


def test_end_of_an_object_without_an_upload_is_left_alone(plane: SpatialPlane) -> None:
    plane.end("nobody", "first", "FAILED")
    assert plane.events == []


def test_job_that_died_is_our_failure_not_the_files(plane: SpatialPlane) -> None:
    upload_id = plane.uploaded(STEP)
    outcome = plane.fail(with_failed_job(plane.inspect(upload_id)))
    assert outcome["decision"] == "failed"
    state = plane.state(upload_id)
    assert state["error"]["code"] == "CONVERSION_DIED"
    assert "OutOfMemoryError" in state["error"]["found"]


def with_failed_job(ordered: Outcome) -> Outcome:
    cause = {
        "JobName": "step_to_glb-1",
        "JobId": "1",
        "StatusReason": "Essential container in task exited",
        "Container": {"ExitCode": 137, "Reason": "OutOfMemoryError"},
    }
    failed: Outcome = {
        **ordered,
        "failure": {"Error": "States.TaskFailed", "Cause": json.dumps(cause)},
    }
    return failed
