"""Runs that have ended are the history of their model, which data connectors read."""

from __future__ import annotations

import time
from typing import Any

from tests.integration.simulation.plane import MODEL_ID, SimulationPlane
from twin.simulation.job import JobInput
from twin.simulation.results import partition
from twin_runtime import clients


def results(model_id: str = MODEL_ID) -> list[dict[str, Any]]:
    """Return the records of a model, oldest first."""
    items = clients.dynamodb().query(
        TableName="results",
        KeyConditionExpression="pk = :model",
        ExpressionAttributeValues={":model": {"S": partition(model_id)}},
    )["Items"]
    return [dict(item) for item in items]


def finish(plane: SimulationPlane, run_id: str) -> None:
    plane.prepare(run_id)
    outputs = {name: {"value": 1.0, "lower": 0.5, "upper": 1.5} for name in ("flow", "power")}
    digest = JobInput.from_mapping(plane.job_input(run_id)).digest
    plane.write(run_id, "output.json", {"input_digest": digest, "outputs": outputs})
    plane.publish(run_id)


def test_a_run_that_succeeded_is_remembered_once_at_the_time_of_its_inputs(
    plane: SimulationPlane,
) -> None:
    run_id = plane.start()["run_id"]
    assert results() == []
    finish(plane, run_id)
    plane.publish(run_id)  # a step that is repeated
    (item,) = results()
    inputs_at = plane.get(run_id)["inputs_at"]
    assert item["sk"]["S"] == f"run#{inputs_at:017.6f}#{run_id}"
    assert int(item["expires_at"]["N"]) > time.time() + 300 * 86_400


def test_a_run_that_failed_is_remembered_with_its_reason(plane: SimulationPlane) -> None:
    run_id = plane.start()["run_id"]
    plane.fail(run_id, "States.TaskFailed", "no power")
    plane.fail(run_id, "States.TaskFailed", "no power")
    (item,) = results()
    assert '"state": "FAILED"' in item["run"]["S"]


def test_what_a_failed_run_left_is_not_published_after_it(plane: SimulationPlane) -> None:
    run_id = plane.start()["run_id"]
    plane.end(run_id, "ABORTED")
    plane.publish(run_id)
    (item,) = results()
    assert '"state": "FAILED"' in item["run"]["S"]
