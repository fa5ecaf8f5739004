"""The parts of the simulation plane, each in a stack of its own."""

from __future__ import annotations

from typing import Any

import pytest
from aws_cdk import App, Duration, Stack
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as sfn
from aws_cdk.assertions import Template

from twin.definition.simulation_plane import LicenceDefinition
from twin_constructs.batch_queue import BatchJob, BatchQueue
from twin_constructs.instance_queue import InstanceJob, InstanceQueue
from twin_constructs.simulation.licences import Licences
from twin_constructs.simulation.model_images import ModelImages
from twin_constructs.simulation.plane_alarms import PlaneAlarms

IMAGE = f"registry.example/model@sha256:{'a' * 64}"
SECRET = "plant/ansys-licences"


@pytest.fixture
def stack() -> Stack:
    return Stack(App(), "Parts")


def properties(stack: Stack, kind: str) -> Any:  # noqa: ANN401 - a template
    """Return the properties of the one resource of a type."""
    (found,) = Template.from_stack(stack).find_resources(kind).values()
    return found.get("Properties", {})


def job(stack: Stack, **options: Any) -> BatchJob:  # noqa: ANN401
    return BatchJob(
        stack,
        "Job",
        image=ecs.ContainerImage.from_registry(IMAGE),
        command=["--help"],
        vcpus=0.5,
        memory_mebibytes=1024,
        timeout=Duration.minutes(15),
        **options,
    )


def test_jobs_write_to_their_scratch_volume_alone(stack: Stack) -> None:
    job(stack)
    container = properties(stack, "AWS::Batch::JobDefinition")["ContainerProperties"]
    assert container["ReadonlyRootFilesystem"] is True
    # Fargate refuses a volume with `Host`.
    assert container["Volumes"] == [{"Name": "scratch"}]
    assert container["MountPoints"] == [{"ContainerPath": "/tmp", "SourceVolume": "scratch"}]


def test_jobs_begin_again_only_where_their_machine_was_reclaimed(stack: Stack) -> None:
    job(stack)
    strategy = properties(stack, "AWS::Batch::JobDefinition")["RetryStrategy"]
    assert strategy["Attempts"] == 3
    assert [one["Action"] for one in strategy["EvaluateOnExit"]] == ["RETRY", "EXIT"]
    assert strategy["EvaluateOnExit"][0]["OnStatusReason"] == "Host EC2*"


def test_instances_are_chosen_small_and_closed(stack: Stack) -> None:
    network = BatchQueue(stack, "Jobs", maximum_vcpus=4, addresses_for_instances=True).network
    InstanceQueue(stack, "Instances", network=network, families=["c7a", "c7i"], maximum_vcpus=64)
    environments = Template.from_stack(stack).find_resources("AWS::Batch::ComputeEnvironment")
    (instances,) = (
        one["Properties"]["ComputeResources"]
        for one in environments.values()
        if one["Properties"]["ComputeResources"]["Type"] == "SPOT"
    )
    assert sorted(instances["InstanceTypes"]) == ["c7a", "c7i"]
    assert (instances["MinvCpus"], instances["MaxvCpus"]) == (0, 64)
    assert instances["AllocationStrategy"] == "SPOT_PRICE_CAPACITY_OPTIMIZED"
    assert instances["Ec2Configuration"] == [{"ImageType": "ECS_AL2023"}]
    template = properties(stack, "AWS::EC2::LaunchTemplate")["LaunchTemplateData"]
    assert template["MetadataOptions"]["HttpTokens"] == "required"
    assert all(disk["Ebs"]["Encrypted"] for disk in template["BlockDeviceMappings"])
    groups = Template.from_stack(stack).find_resources("AWS::EC2::SecurityGroup")
    assert all("SecurityGroupIngress" not in one["Properties"] for one in groups.values())


def test_jobs_on_instances_are_as_closed_as_those_on_fargate(stack: Stack) -> None:
    InstanceJob(
        stack,
        "Job",
        image=ecs.ContainerImage.from_registry(IMAGE),
        command=["--help"],
        vcpus=2,
        memory_mebibytes=4096,
        timeout=Duration.hours(1),
    )
    definition = properties(stack, "AWS::Batch::JobDefinition")
    assert definition["PlatformCapabilities"] == ["EC2"]
    container = definition["ContainerProperties"]
    assert container["ReadonlyRootFilesystem"] is True
    assert container["Privileged"] is False


def test_jobs_take_a_token_and_find_the_server(stack: Stack) -> None:
    licence = LicenceDefinition(tokens=2, server_secret=SECRET)
    licences = Licences(stack, "Licences", licences={"twin_runtime": licence})
    made = job(stack, secrets=licences.server_of("twin_runtime"))
    licences.require(made, "twin_runtime")
    assert properties(stack, "AWS::Batch::ConsumableResource") == {
        "ResourceType": "REPLENISHABLE",
        "TotalQuantity": 2,
    }
    definition = properties(stack, "AWS::Batch::JobDefinition")
    (taken,) = definition["ConsumableResourceProperties"]["ConsumableResourceList"]
    assert taken["Quantity"] == 1
    (told,) = definition["ContainerProperties"]["Secrets"]
    assert told["Name"] == "ANSYSLMD_LICENSE_FILE"
    assert SECRET in str(told["ValueFrom"])


def test_jobs_of_a_site_without_licences_ask_for_none(stack: Stack) -> None:
    licences = Licences(stack, "Licences", licences={})
    made = job(stack, secrets=licences.server_of("twin_runtime"))
    licences.require(made, "twin_runtime")
    definition = properties(stack, "AWS::Batch::JobDefinition")
    assert "ConsumableResourceProperties" not in definition
    assert "Secrets" not in definition["ContainerProperties"]


def test_images_of_models_are_scanned_kept_and_never_replaced(stack: Stack) -> None:
    ModelImages(stack, "Images")
    repository = properties(stack, "AWS::ECR::Repository")
    assert repository["ImageTagMutability"] == "IMMUTABLE"
    assert repository["ImageScanningConfiguration"] == {"ScanOnPush": True}
    assert repository["LifecyclePolicy"]["LifecyclePolicyText"].count("rulePriority") == 2


def test_alarms_tell_a_topic_and_are_silent_without_figures(stack: Stack) -> None:
    machine = sfn.StateMachine(
        stack, "Machine", definition_body=sfn.DefinitionBody.from_chainable(sfn.Pass(stack, "P"))
    )
    queue = sqs.Queue(stack, "Letters")
    PlaneAlarms(stack, "Alarms", machines=[machine], dead_letters=[queue])
    alarms = Template.from_stack(stack).find_resources("AWS::CloudWatch::Alarm")
    assert len(alarms) == 2
    for alarm in alarms.values():
        assert alarm["Properties"]["TreatMissingData"] == "notBreaching"
        assert len(alarm["Properties"]["AlarmActions"]) == 1
