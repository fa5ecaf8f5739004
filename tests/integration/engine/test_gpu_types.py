"""What a queue of instances with GPUs is made of: made, changed in place, gone again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.engine.test_types import ROLE, Template, att, call, ref, thing
from twin_local.engine.engine import Engine

Deploy = Callable[..., dict[str, Any]]


def queue_of_gpus(disk_gibibytes: int) -> Template:
    disk = {"DeviceName": "/dev/xvda", "Ebs": {"Encrypted": True, "VolumeSize": disk_gibibytes}}
    data = {"BlockDeviceMappings": [disk], "MetadataOptions": {"HttpTokens": "required"}}
    environment = {
        "Type": "SPOT",
        "AllocationStrategy": "SPOT_PRICE_CAPACITY_OPTIMIZED",
        "Ec2Configuration": [{"ImageType": "ECS_AL2023_NVIDIA"}],
        "InstanceRole": att("Profile", "Arn"),
        "InstanceTypes": ["g6", "g5"],
        "LaunchTemplate": {"LaunchTemplateId": ref("How")},
        "MinvCpus": 0,
        "MaxvCpus": 16,
        "Subnets": [ref("Net")],
        "SecurityGroupIds": [att("Group", "GroupId")],
        "UpdateToLatestImageVersion": True,
    }
    return {
        "InstanceRole": ROLE,
        "Profile": thing("IAM::InstanceProfile", Roles=[ref("InstanceRole")]),
        "How": thing("EC2::LaunchTemplate", LaunchTemplateData=data),
        "Vpc": thing("EC2::VPC", CidrBlock="10.0.0.0/16"),
        "Net": thing("EC2::Subnet", VpcId=ref("Vpc"), CidrBlock="10.0.0.0/24"),
        "Group": thing("EC2::SecurityGroup", GroupDescription="out", VpcId=ref("Vpc")),
        "Where": thing("Batch::ComputeEnvironment", Type="managed", ComputeResources=environment),
        "Queue": thing(
            "Batch::JobQueue",
            Priority=1,
            ComputeEnvironmentOrder=[{"Order": 1, "ComputeEnvironment": ref("Where")}],
        ),
    }


def test_a_queue_of_gpus_is_made_changed_and_removed(
    deploy: Deploy, engine: Engine, stack: str
) -> None:
    out = {"How": ref("How"), "Profile": ref("Profile"), "Queue": ref("Queue")}
    first = deploy(queue_of_gpus(100), {**out, "Latest": att("How", "LatestVersionNumber")})
    second = deploy(queue_of_gpus(200), {**out, "Latest": att("How", "LatestVersionNumber")})
    assert (first["How"], first["Queue"]) == (second["How"], second["Queue"])
    assert (str(first["Latest"]), str(second["Latest"])) == ("1", "2")

    where = {"LaunchTemplateId": first["How"], "Versions": ["$Latest"]}
    (version,) = call(engine, "ec2", "DescribeLaunchTemplateVersions", **where)[
        "LaunchTemplateVersions"
    ]
    (disk,) = version["LaunchTemplateData"]["BlockDeviceMappings"]
    assert disk["Ebs"]["VolumeSize"] == 200
    profile = {"InstanceProfileName": first["Profile"]}
    (role,) = call(engine, "iam", "GetInstanceProfile", **profile)["InstanceProfile"]["Roles"]
    assert role["RoleName"]

    engine.destroy_stack(stack)
    with pytest.raises(Exception, match="NoSuchEntity"):
        call(engine, "iam", "GetInstanceProfile", **profile)
