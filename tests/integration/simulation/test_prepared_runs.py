"""What the job of a run is given, and what stops the run before it."""

from __future__ import annotations

import time

import pytest

from tests.integration.simulation.job_results import FLOW, POWER
from tests.integration.simulation.plane import JOBS, MEASURED, MODELS_BUCKET, SimulationPlane
from twin.simulation.errors import InputUnusable, ModelUnknown, RunFailed
from twin.simulation.job import JobInput
from twin_runtime import clients


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


def test_output_of_another_input_is_not_published(plane: SimulationPlane) -> None:
    run_id = plane.start()["run_id"]
    plane.prepare(run_id)
    plane.write(run_id, "output.json", {"input_digest": "cd" * 32, "outputs": {"flow": FLOW}})
    with pytest.raises(RunFailed, match="another input"):
        plane.publish(run_id)
    assert plane.latest() == {} and plane.get(run_id)["state"] == "RUNNING"
