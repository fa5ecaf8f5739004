"""Which job runs a model, and how large it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.simulation.test_registry import DEPLOYMENT
from twin.simulation.job_size import SIZES, job_size
from twin.simulation.kinds import kind_named, model_kinds
from twin.simulation.model_errors import ModelKindUnknown
from twin.simulation.model_job import definition_of
from twin.simulation.model_kind import KindLimits, ModelKind


@pytest.mark.parametrize("kind", model_kinds(), ids=lambda kind: kind.name)
def test_job_has_room_for_the_process_that_runs_the_model(kind: ModelKind) -> None:
    size = job_size(kind)
    assert size.memory_mebibytes > kind.limits.memory_mebibytes
    assert size.timeout_seconds > kind.limits.timeout_seconds
    ranges = {vcpus: (least, most) for vcpus, least, most in SIZES}
    low, high = ranges[size.vcpus]
    assert low <= size.memory_mebibytes <= high


def test_small_kinds_have_small_jobs() -> None:
    assert (job_size(kind_named("fmu")).vcpus, job_size(kind_named("onnx")).vcpus) == (0.5, 1.0)


def test_kind_that_is_larger_than_any_job_is_an_error() -> None:
    kind = replace(kind_named("fmu"), limits=KindLimits(1, 1024**2, 60))
    with pytest.raises(ValueError, match="more than a job of Fargate may have"):
        job_size(kind)


def test_job_is_that_of_the_image_of_the_kind() -> None:
    assert definition_of(DEPLOYMENT, {"simulate": "arn:1", "simulate_ansys": "arn:2"}) == "arn:1"


def test_model_that_is_an_image_has_a_job_of_its_own() -> None:
    own = replace(DEPLOYMENT, kind="container")
    definitions = {"simulate": "arn:1", own.artefact.sha256: "arn:2"}
    assert definition_of(own, definitions) == "arn:2"


def test_model_without_a_job_is_an_error() -> None:
    with pytest.raises(ModelKindUnknown) as caught:
        definition_of(replace(DEPLOYMENT, kind="ansys_twin"), {"simulate": "arn:1"})
    assert caught.value.found == "ansys_twin, which needs simulate_ansys"
