"""Batch environments and queues, SageMaker models and endpoints."""

from __future__ import annotations

from tests.integration.engine.samples.parts import TAGS, TRUST, Template, att, ref, thing

JOBS: Template = {
    "Vpc": thing("EC2::VPC", CidrBlock="10.8.0.0/16"),
    "Net": thing("EC2::Subnet", VpcId=ref("Vpc"), CidrBlock="10.8.1.0/24"),
    "Shares": thing(
        "Batch::SchedulingPolicy",
        Name="samples",
        FairsharePolicy={
            "ComputeReservation": 10.0,
            "ShareDecaySeconds": 600.0,
            "ShareDistribution": [{"ShareIdentifier": "design*", "WeightFactor": 0.5}],
        },
        Tags={"site": "demo"},
    ),
    "Licence": thing(
        "Batch::ConsumableResource",
        ConsumableResourceName="samples",
        TotalQuantity=3,
        ResourceType="NON_REPLENISHABLE",
        Tags={"site": "demo"},
    ),
    "Where": thing(
        "Batch::ComputeEnvironment",
        Type="managed",
        ComputeResources={
            "Type": "FARGATE",
            "MaxvCpus": 4,
            "Subnets": [ref("Net")],
            "SecurityGroupIds": [att("Vpc", "DefaultSecurityGroup")],
        },
    ),
    "InstanceRole": thing("IAM::Role", AssumeRolePolicyDocument=TRUST),
    "Profile": thing("IAM::InstanceProfile", Roles=[ref("InstanceRole")]),
    "How": thing(
        "EC2::LaunchTemplate",
        LaunchTemplateData={
            "BlockDeviceMappings": [
                {"DeviceName": "/dev/xvda", "Ebs": {"Encrypted": True, "VolumeSize": 200}}
            ],
            "MetadataOptions": {"HttpTokens": "required", "HttpPutResponseHopLimit": 1},
        },
        TagSpecifications=[{"ResourceType": "launch-template", "Tags": TAGS}],
    ),
    "Instances": thing(
        "Batch::ComputeEnvironment",
        Type="managed",
        ComputeResources={
            "Type": "SPOT",
            "AllocationStrategy": "SPOT_PRICE_CAPACITY_OPTIMIZED",
            "Ec2Configuration": [{"ImageType": "ECS_AL2023_NVIDIA"}],
            "InstanceRole": att("Profile", "Arn"),
            "InstanceTypes": ["g6"],
            "LaunchTemplate": {"LaunchTemplateId": ref("How")},
            "MinvCpus": 0,
            "MaxvCpus": 4,
            "Subnets": [ref("Net")],
            "SecurityGroupIds": [att("Vpc", "DefaultSecurityGroup")],
        },
    ),
    "Line": thing(
        "Batch::JobQueue",
        Priority=1,
        SchedulingPolicyArn=ref("Shares"),
        ComputeEnvironmentOrder=[{"Order": 1, "ComputeEnvironment": ref("Where")}],
        JobStateTimeLimitActions=[
            {
                "Action": "CANCEL",
                "MaxTimeSeconds": 600,
                "Reason": "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT",
                "State": "RUNNABLE",
            }
        ],
    ),
    "ModelRole": thing("IAM::Role", AssumeRolePolicyDocument=TRUST),
    "Model": thing(
        "SageMaker::Model",
        ModelName="samples",
        ExecutionRoleArn=att("ModelRole", "Arn"),
        PrimaryContainer={"Image": "samples:1", "Environment": {"LEVEL": "2"}},
        Tags=TAGS,
    ),
    "Serving": thing(
        "SageMaker::EndpointConfig",
        EndpointConfigName="samples",
        AsyncInferenceConfig={
            "ClientConfig": {"MaxConcurrentInvocationsPerInstance": 2},
            "OutputConfig": {"S3OutputPath": "s3://samples/out"},
        },
        ProductionVariants=[
            {
                "VariantName": "only",
                "ModelName": att("Model", "ModelName"),
                "InstanceType": "ml.m5.large",
                "InitialInstanceCount": 1,
                "InitialVariantWeight": 1.0,
            }
        ],
        Tags=TAGS,
    ),
}
