"""What pipelines of a site add to its templates, and that a site without them has none of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.infrastructure.conftest import Synthesized

Resources = dict[str, dict[str, Any]]
GPU_TYPES = {"AWS::EC2::LaunchTemplate", "AWS::IAM::InstanceProfile"}


@pytest.fixture(scope="module")
def compute(synthesized: Synthesized) -> Resources:
    return _resources(synthesized, "survey", "Compute")


@pytest.fixture(scope="module")
def spatial(synthesized: Synthesized) -> Resources:
    return _resources(synthesized, "survey", "Spatial")


def test_only_a_site_with_a_gpu_pipeline_has_instances_with_gpus(
    synthesized: Synthesized,
) -> None:
    with_instances, with_gpus = set(), set()
    for path, template in synthesized.templates():
        for resource in template.get("Resources", {}).values():
            if resource["Type"] in GPU_TYPES:
                with_instances.add(path.parent.name)
            if resource["Type"] == "AWS::Batch::ComputeEnvironment":
                text = json.dumps(resource)
                with_gpus |= {path.parent.name} if "NVIDIA" in text else set()
    assert with_gpus == {"assembly-survey"}
    assert with_instances == {"assembly-survey", "assembly-studies"}


def test_instances_are_spot_and_none_while_nothing_runs(compute: Resources) -> None:
    (environment,) = [
        one["ComputeResources"]
        for one in _of_type(compute, "AWS::Batch::ComputeEnvironment")
        if one["ComputeResources"]["Type"] == "SPOT"
    ]
    assert (environment["MinvCpus"], environment["MaxvCpus"]) == (0, 16)
    assert environment["InstanceTypes"] == ["g6", "g5"]
    assert environment["Ec2Configuration"] == [{"ImageType": "ECS_AL2023_NVIDIA"}]
    assert environment["AllocationStrategy"] == "SPOT_PRICE_CAPACITY_OPTIMIZED"


def test_instances_have_encrypted_disks_and_tell_their_role_by_imdsv2_alone(
    compute: Resources,
) -> None:
    (template,) = _of_type(compute, "AWS::EC2::LaunchTemplate")
    data = template["LaunchTemplateData"]
    assert [disk["Ebs"]["Encrypted"] for disk in data["BlockDeviceMappings"]] == [True]
    assert data["MetadataOptions"] == {"HttpPutResponseHopLimit": 1, "HttpTokens": "required"}


def test_nothing_may_connect_to_an_instance(compute: Resources) -> None:
    (group,) = _of_type(compute, "AWS::EC2::SecurityGroup")
    assert "SecurityGroupIngress" not in group
    assert [rule["ToPort"] for rule in group["SecurityGroupEgress"]] == [443]
    assert not list(_of_type(compute, "AWS::EC2::SecurityGroupIngress"))


def test_jobs_that_no_instance_takes_are_cancelled(compute: Resources) -> None:
    queues = list(_of_type(compute, "AWS::Batch::JobQueue"))
    assert len(queues) == 2
    for queue in queues:
        actions = queue["JobStateTimeLimitActions"]
        assert {one["MaxTimeSeconds"] for one in actions} == {1800}
        assert {one["Action"] for one in actions} == {"CANCEL"}


def test_every_pipeline_has_a_job_and_writes_its_own_derivatives_alone(spatial: Resources) -> None:
    written = {}
    for name, resource in spatial.items():
        if resource["Type"] == "AWS::IAM::Policy" and name.startswith("Pipelines"):
            text = json.dumps(resource)
            if "/derivatives/" in text:
                written[name] = text.partition("/derivatives/")[2].partition('"')[0]
    assert sorted(written.values()) == [
        "*/from_folder-*",
        "*/from_folder_image-*",
        "*/from_registry-*",
        "*/splat_training-*",
    ]


def test_images_of_registries_are_pinned_and_never_run_as_root(spatial: Resources) -> None:
    jobs = {
        name: one["Properties"]["ContainerProperties"]
        for name, one in spatial.items()
        if one["Type"] == "AWS::Batch::JobDefinition" and name.startswith("Pipelines")
    }
    assert len(jobs) == 4
    for container in jobs.values():
        if "@sha256:" in json.dumps(container["Image"]):
            assert container["User"] == "10001:10001"
        assert not container.get("Privileged")


def test_a_job_with_a_gpu_asks_for_it(spatial: Resources) -> None:
    (job,) = [
        one
        for one in _of_type(spatial, "AWS::Batch::JobDefinition")
        if one["PlatformCapabilities"] == ["EC2"]
    ]
    needs = job["ContainerProperties"]["ResourceRequirements"]
    assert {"Type": "GPU", "Value": "1"} in needs
    assert job["RetryStrategy"]["EvaluateOnExit"][0] == {
        "Action": "RETRY",
        "OnStatusReason": "Host EC2*",
    }


def test_the_workflow_tells_of_pipelines_and_no_function_setting_does(spatial: Resources) -> None:
    (machine,) = _of_type(spatial, "AWS::StepFunctions::StateMachine")
    text = "".join(
        part if isinstance(part, str) else "token"
        for part in machine["DefinitionString"]["Fn::Join"][1]
    )
    states = json.loads(text)["States"]
    told = states["Inspect"]["Parameters"]["pipelines"]
    assert set(told) == {"from_folder", "from_folder_image", "from_registry", "splat_training"}
    assert told["from_registry"]["tool_digest"] == "cd" * 32
    needs = states["ConvertWithGpu"]["Parameters"]["ContainerOverrides"]["ResourceRequirements"]
    assert {"Type": "GPU", "Value.$": "$.job.gpus"} in needs
    settings = [
        json.dumps(one.get("Environment", {}).get("Variables", {}).get("CONVERTER_IMAGES", ""))
        for one in _of_type(spatial, "AWS::Lambda::Function")
    ]
    assert "from_registry" not in "".join(settings)


def test_a_site_without_pipelines_tells_of_none(synthesized: Synthesized) -> None:
    demo = _resources(synthesized, "demo", "Spatial")
    (machine,) = _of_type(demo, "AWS::StepFunctions::StateMachine")
    text = json.dumps(machine["DefinitionString"])
    assert "pipelines" not in text and "ConvertWithGpu" not in text
    assert not any(name.startswith("Pipelines") for name in demo)


def _resources(synthesized: Synthesized, site: str, stack: str) -> Resources:
    (found,) = [
        template["Resources"]
        for path, template in synthesized.templates()
        if path.parent.name == f"assembly-{site}" and path.name.startswith(f"{site}{stack}")
    ]
    resources: Resources = found
    return resources


def _of_type(resources: Resources, kind: str) -> list[dict[str, Any]]:
    return [one["Properties"] for one in resources.values() if one["Type"] == kind]
