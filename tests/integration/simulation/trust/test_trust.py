"""Predictions through the workflow's own steps, judged by what was measured at their time."""

from __future__ import annotations

import time

import pytest

from simulation_runtime.run_table import RunTable
from simulation_runtime.trust_table import TrustTable
from tests.integration.simulation.job_results import FLOW, finish_job, lost
from tests.integration.simulation.plane import SimulationPlane
from twin_runtime import clients

PREDICTIONS = 24
BETWEEN_SECONDS = 0.12
"""SiteWise takes ten values of a property in a second."""


def predict(plane: SimulationPlane, flow: float) -> str:
    time.sleep(BETWEEN_SECONDS)
    plane.measure("flow", flow)
    run_id: str = plane.start()["run_id"]
    plane.prepare(run_id)
    finish_job(plane, run_id)
    plane.publish(run_id)
    return run_id


def counted(plane: SimulationPlane, version: str) -> int:
    tallies = TrustTable(clients.dynamodb(), "runs").tallies(plane.model, version)
    return tallies["flow"].of_version


def test_measured_coverage_is_published_once_it_is_known(plane: SimulationPlane) -> None:
    for number in range(PREDICTIONS):
        run_id = predict(plane, 40.0 if number % 2 else FLOW["upper"] + 3.0)
    run = plane.get(run_id)
    output = run["outputs"]["flow"]
    assert output["raw_coverage"]["count"] == PREDICTIONS - 1
    assert output["raw_coverage"]["share"] == pytest.approx(0.5, abs=0.05)
    assert output["coverage"]["share"] > output["raw_coverage"]["share"]
    # Both bounds go as far beyond the model's own as past values were beyond it.
    assert output["upper"] == pytest.approx(FLOW["upper"] + 3.0)
    assert (output["raw_lower"], output["raw_upper"]) == (FLOW["lower"], FLOW["upper"])
    codes = {one["code"] for one in run["validity"]["reasons"]}
    # The power was never measured: nobody knows how good its predictions are.
    assert "PREDICTION_COVERAGE_UNKNOWN" in codes and not run["validity"]["valid"]
    assert plane.latest()["flow_predicted_coverage"] == pytest.approx(output["coverage"]["share"])
    assert run["inputs_age_seconds"] >= 0 and run["parameters_age_seconds"] is None


def test_a_prediction_counts_once_whatever_is_repeated(
    plane: SimulationPlane, monkeypatch: pytest.MonkeyPatch
) -> None:
    plane.measure("flow", 40.0)
    run_id = plane.start()["run_id"]
    plane.prepare(run_id)
    finish_job(plane, run_id)
    with monkeypatch.context() as patch:
        patch.setattr(RunTable, "save", lost)
        with pytest.raises(ConnectionError):
            plane.publish(run_id)
    version = plane.get(run_id)["model_version"]
    assert counted(plane, version) == 0
    plane.publish(run_id)
    plane.publish(run_id)
    assert counted(plane, version) == 1


def test_what_was_not_measured_judges_nothing(plane: SimulationPlane) -> None:
    run_id = plane.start()["run_id"]
    plane.prepare(run_id)
    finish_job(plane, run_id)
    plane.publish(run_id)
    assert counted(plane, plane.get(run_id)["model_version"]) == 0
