"""From a started run to its published result, and a step that is repeated."""

from __future__ import annotations

import time
from typing import Any

import pytest

from simulation_runtime.run_table import RunTable
from tests.integration.simulation.job_results import FLOW, POWER, finish_job, lost, published
from tests.integration.simulation.plane import MEASURED, SimulationPlane
from twin_runtime import clients
from twin_runtime.errors import ValueNotStored


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


def test_what_if_stays_in_its_record(plane: SimulationPlane) -> None:
    run_id = plane.start(kind="what_if", inputs={"speed": 1200})["run_id"]
    plane.prepare(run_id)
    assert plane.job_input(run_id)["inputs"] == {**MEASURED, "speed": 1200.0}
    finish_job(plane, run_id)
    plane.publish(run_id)
    assert plane.get(run_id)["outputs"]["flow"]["value"] == 40.0
    assert plane.latest() == {}


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
