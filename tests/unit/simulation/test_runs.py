"""A run's states, its record, and the event that tells of it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import get_type_hints

import pytest

from twin.api.schemas.simulation import RunBody
from twin.simulation.run import ENDED, Run, RunState, RunStateChanged
from twin.simulation.run_output import RunOutput

QUEUED = Run(
    run_id="r-1",
    model_id="P-101.pump",
    kind="what_if",
    state="QUEUED",
    requested_by="olga",
    requested_at=100.0,
    inputs={"speed": 1200.0},
)
RUNNING = QUEUED.prepared(
    inputs={"speed": 1200.0, "suction_pressure": 0.3},
    measured={"flow": 31.0},
    model_version="0123456789ab",
    input_digest="ef" * 32,
    at=105.0,
)
OUTPUT = RunOutput(32.0, 30.0, 34.0, 30.5, 33.5, "m³/h", 31.0)
SUCCEEDED = RUNNING.succeeded({"flow": OUTPUT}, at=130.0)
FAILED = RUNNING.failed({"code": "MODEL_BROKEN", "message": "power is no number"}, at=120.0)


def test_run_takes_its_inputs_and_version_when_they_are_known() -> None:
    assert RUNNING.state == "RUNNING"
    assert RUNNING.inputs == {"speed": 1200.0, "suction_pressure": 0.3}
    assert (RUNNING.model_version, RUNNING.requested_at) == ("0123456789ab", 100.0)
    assert (QUEUED.inputs_at, RUNNING.inputs_at) == (None, 105.0)


def test_result_ends_a_run() -> None:
    assert (SUCCEEDED.state, SUCCEEDED.finished_at, SUCCEEDED.error) == ("SUCCEEDED", 130.0, None)
    assert SUCCEEDED.outputs == {"flow": OUTPUT}


def test_failed_run_says_why_and_has_no_result() -> None:
    assert (FAILED.state, FAILED.finished_at, FAILED.outputs) == ("FAILED", 120.0, {})
    assert FAILED.error is not None and FAILED.error["code"] == "MODEL_BROKEN"


@pytest.mark.parametrize(
    ("run", "state"),
    [(QUEUED, "QUEUED"), (RUNNING, "RUNNING"), (SUCCEEDED, "SUCCEEDED"), (FAILED, "FAILED")],
)
def test_only_the_last_states_are_ends(run: Run, state: RunState) -> None:
    assert run.state == state
    assert run.has_ended is (state in ENDED)
    assert ENDED == ("SUCCEEDED", "FAILED")


@pytest.mark.parametrize("run", [QUEUED, RUNNING, SUCCEEDED, FAILED])
def test_record_is_read_back_as_it_was_written(run: Run) -> None:
    assert Run.from_mapping(json.loads(json.dumps(asdict(run)))) == run


@pytest.mark.parametrize("run", [QUEUED, RUNNING, SUCCEEDED, FAILED])
def test_event_is_what_the_api_answers(run: Run) -> None:
    event = RunStateChanged(run)
    detail = json.loads(json.dumps(event.to_detail(), allow_nan=False))
    assert (event.source, event.detail_type) == ("twin.simulation", "RunStateChanged")
    assert set(detail) == set(get_type_hints(RunBody))
    assert (detail["run_id"], detail["state"]) == ("r-1", run.state)


def test_predicted_values_stand_beside_the_measured_ones() -> None:
    assert SUCCEEDED.to_body()["outputs"]["flow"] == {
        "value": 32.0,
        "lower": 30.0,
        "upper": 34.0,
        "raw_lower": 30.5,
        "raw_upper": 33.5,
        "unit": "m³/h",
        "measured": 31.0,
        "coverage": None,
        "raw_coverage": None,
    }
