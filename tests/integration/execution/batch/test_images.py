"""Jobs whose image, or whose machine, is not here: they fail as on AWS, and say why."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.execution.batch.conftest import Client, Json, Submit, ended
from twin_local.execution.batch import gpus
from twin_local.execution.batch.errors import ContainerUnavailable

REGISTRY_IMAGE = f"ghcr.io/plant/tables@sha256:{'cd' * 32}"


def test_an_image_of_a_registry_cannot_be_pulled_here(client: Client, place: Json) -> None:
    batch = client("batch")
    definition = batch.register_job_definition(
        jobDefinitionName="foreign",
        type="container",
        containerProperties={
            "image": REGISTRY_IMAGE,
            "resourceRequirements": [
                {"type": "VCPU", "value": "1"},
                {"type": "MEMORY", "value": "512"},
            ],
        },
    )["jobDefinitionArn"]
    job = batch.submit_job(jobName="foreign", jobQueue=place["jobQueue"], jobDefinition=definition)
    failed = ended(client, job["jobId"])
    assert failed["status"] == "FAILED"
    start = f"CannotPullContainerError: image {REGISTRY_IMAGE} "
    assert failed["container"]["reason"].startswith(start)
    assert "no container engine here" in failed["container"]["reason"]
    assert failed["statusReason"] == "CannotPullContainerError: see the reason"


@pytest.mark.skipif(any(gpus.DEVICES.glob(gpus.PATTERN)), reason="this machine has a GPU")
def test_a_job_with_a_gpu_fails_on_a_machine_without_one(client: Client, submit: Submit) -> None:
    need = {"resourceRequirements": [{"type": "GPU", "value": "1"}]}
    failed = ended(client, submit("pass", "0", overrides=need))
    assert failed["status"] == "FAILED"
    assert failed["container"]["reason"] == (
        "CannotStartContainerError: the job asks for GPUs: 1, and this machine has 0 with a driver "
        "of NVIDIA; deploy the site to run it"
    )
    assert {"type": "GPU", "value": "1"} in failed["container"]["resourceRequirements"]


def test_a_job_takes_the_gpus_of_a_machine_that_has_them(tmp_path: Path) -> None:
    for name in ("nvidia0", "nvidia1", "nvidiactl"):
        (tmp_path / name).touch()
    gpus.require(2, devices=tmp_path)
    with pytest.raises(ContainerUnavailable, match="asks for GPUs: 3, and this machine has 2"):
        gpus.require(3, devices=tmp_path)
