"""Equal inputs are one run's identity; whatever changes the result changes it."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.simulation.job import (
    Artefact,
    JobInput,
    error_key,
    input_key,
    job_input,
    model_version,
    output_key,
)
from twin.site_document import Parameter, SimulationModel, SiteDocument

ARTEFACT = Artefact("models/ab/pump.fmu", "ab" * 32)
INPUTS = {"speed": 1450.0, "suction_pressure": 0.3, "discharge_pressure": 3.0}


@pytest.fixture(scope="module")
def job(model: SimulationModel) -> JobInput:
    return job_input(model, ARTEFACT, INPUTS)


def test_order_of_the_inputs_does_not_matter(model: SimulationModel, job: JobInput) -> None:
    other = job_input(model, ARTEFACT, dict(reversed(INPUTS.items())))
    assert (other.digest, other.seed) == (job.digest, job.seed)


@pytest.mark.parametrize(
    "change",
    [
        {"model_id": "P-102.pump"},
        {"model_version": "other"},
        {"artefact": Artefact(ARTEFACT.key, "cd" * 32)},
        {"artefact": Artefact("models/cd/pump.fmu", ARTEFACT.sha256)},
        {"inputs": {**INPUTS, "speed": 1450.0000001}},
        {"inputs": {"speed": 1450.0, "suction_pressure": 0.3}},
        {"outputs": ("flow",)},
        {"parameters": ()},
        {"parameters": (Parameter("wear", 0.05, 0.03), Parameter("efficiency_best", 0.72, 0.015))},
        {"interval_probability": 0.95},
        {"horizon_seconds": 61.0},
        {"step_seconds": 2.0},
        {"samples": 201},
    ],
    ids=str,
)
def test_whatever_decides_the_result_changes_the_identity(
    job: JobInput, change: dict[str, Any]
) -> None:
    other = dataclasses.replace(job, **change)
    assert other.digest != job.digest
    assert other.seed != job.seed


def test_every_member_of_the_input_is_part_of_its_identity(job: JobInput) -> None:
    assert set(json.loads(job.to_json())) == {field.name for field in dataclasses.fields(JobInput)}


def test_input_is_read_back_as_it_was_written(job: JobInput) -> None:
    again = JobInput.from_mapping(json.loads(job.to_json()))
    assert again == job
    assert again.digest == job.digest


@given(st.dictionaries(st.text(min_size=1), st.floats(allow_nan=False, allow_infinity=False)))
def test_any_finite_inputs_survive_the_way_to_the_job(
    model: SimulationModel, inputs: dict[str, float]
) -> None:
    job = job_input(model, ARTEFACT, inputs)
    again = JobInput.from_mapping(json.loads(job.to_json()))
    assert (again.inputs, again.digest) == (inputs, job.digest)


def test_number_that_is_none_never_becomes_an_input(model: SimulationModel) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        job_input(model, ARTEFACT, {"speed": float("nan")}).to_json()


def test_model_version_follows_the_file_and_the_parameters(model: SimulationModel) -> None:
    version = model_version(model, ARTEFACT)
    assert len(version) == 12
    same = dataclasses.replace(model, title="Another title", schedule_minutes=60)
    assert model_version(same, Artefact("elsewhere", ARTEFACT.sha256)) == version
    assert model_version(model, Artefact(ARTEFACT.key, "cd" * 32)) != version
    worn = dataclasses.replace(model.parameters[0], value=0.06)
    other = dataclasses.replace(model, parameters=(worn, *model.parameters[1:]))
    assert model_version(other, ARTEFACT) != version


def test_pumps_with_the_same_model_have_the_same_version_but_their_own_runs(
    site_models: tuple[SimulationModel, SimulationModel],
) -> None:
    first, second = (job_input(one, ARTEFACT, INPUTS) for one in site_models)
    assert first.model_version == second.model_version
    assert first.digest != second.digest


@pytest.fixture(scope="module")
def site_models(site: SiteDocument) -> tuple[SimulationModel, SimulationModel]:
    return site.model_by_id["P-101.pump"], site.model_by_id["P-102.pump"]


def test_files_of_a_run_are_together() -> None:
    names = [input_key("r"), output_key("r"), error_key("r")]
    assert names == ["runs/r/input.json", "runs/r/output.json", "runs/r/error.json"]
