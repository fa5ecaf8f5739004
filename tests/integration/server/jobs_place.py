"""What jobs need in an embedded AWS: a role, a bucket, a queue, a definition, a model."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from tests.integration.execution.sagemaker.factor import IMAGE
from tests.integration.server.conftest import ACCOUNT, REGION, KillableAws
from tests.twin_process import eventually

BUCKET = "numbers"


@dataclass(frozen=True)
class Place:
    """Where jobs run."""

    role: str
    queue: str
    definition: str

    def train(self, aws: KillableAws, name: str, **settings: str) -> None:
        """Start to train a model on 1 and 2."""
        source = {"S3DataType": "S3Prefix", "S3Uri": f"s3://{BUCKET}/train/"}
        aws.client("sagemaker").create_training_job(
            TrainingJobName=name,
            HyperParameters=settings,
            AlgorithmSpecification={"TrainingImage": IMAGE, "TrainingInputMode": "File"},
            RoleArn=self.role,
            InputDataConfig=[{"ChannelName": "train", "DataSource": {"S3DataSource": source}}],
            OutputDataConfig={"S3OutputPath": f"s3://{BUCKET}/out"},
            ResourceConfig={
                "InstanceType": "ml.m5.large",
                "InstanceCount": 1,
                "VolumeSizeInGB": 1,
            },
            StoppingCondition={"MaxRuntimeInSeconds": 600},
        )

    def serve(self, aws: KillableAws, name: str) -> None:
        """Train a model and serve it."""
        sagemaker = aws.client("sagemaker")
        self.train(aws, name)
        job = eventually(lambda: self._trained(aws, name), seconds=60, what="a model", every=0.1)
        data = job["ModelArtifacts"]["S3ModelArtifacts"]
        sagemaker.create_model(
            ModelName=name,
            PrimaryContainer={"Image": IMAGE, "ModelDataUrl": data},
            ExecutionRoleArn=self.role,
        )
        variant = {"VariantName": "v", "ModelName": name, "InitialInstanceCount": 1}
        sagemaker.create_endpoint_config(
            EndpointConfigName=name,
            ProductionVariants=[{**variant, "InstanceType": "ml.m5.large"}],
        )
        sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=name)
        self.until_served(aws, name)

    def until_served(self, aws: KillableAws, name: str) -> None:
        """Wait until an endpoint is in service."""
        sagemaker = aws.client("sagemaker")

        def is_served() -> bool:
            described = sagemaker.describe_endpoint(EndpointName=name)
            assert described["EndpointStatus"] != "Failed", described["FailureReason"]
            return bool(described["EndpointStatus"] == "InService")

        eventually(is_served, seconds=60, what="the endpoint", every=0.1)

    def endpoint_arn(self, name: str) -> str:
        """Return the ARN of an endpoint."""
        return f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:endpoint/{name}"

    def _trained(self, aws: KillableAws, name: str) -> dict[str, Any]:
        job = aws.client("sagemaker").describe_training_job(TrainingJobName=name)
        assert job["TrainingJobStatus"] != "Failed", job
        return dict(job) if job["TrainingJobStatus"] == "Completed" else {}


def make_place(aws: KillableAws) -> Place:
    """Make everything."""
    iam, s3, batch, ec2 = (aws.client(name) for name in ("iam", "s3", "batch", "ec2"))
    services = [f"{name}.amazonaws.com" for name in ("ecs-tasks", "sagemaker", "states")]
    trusting = {
        "Effect": "Allow",
        "Principal": {"Service": services},
        "Action": "sts:AssumeRole",
    }
    trust = json.dumps({"Version": "2012-10-17", "Statement": [trusting]})
    role = iam.create_role(RoleName="all", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.put_role_policy(RoleName="all", PolicyName="all", PolicyDocument=document)
    s3.create_bucket(Bucket=BUCKET)
    s3.put_object(Bucket=BUCKET, Key="train/a.txt", Body=b"1 2")
    environment = batch.create_compute_environment(
        computeEnvironmentName="two",
        serviceRole=role,
        type="MANAGED",
        computeResources={
            "type": "FARGATE",
            "maxvCpus": 2,
            "subnets": [ec2.describe_subnets()["Subnets"][0]["SubnetId"]],
            "securityGroupIds": [ec2.describe_security_groups()["SecurityGroups"][0]["GroupId"]],
        },
    )["computeEnvironmentArn"]
    queue = batch.create_job_queue(
        jobQueueName="two",
        priority=1,
        state="ENABLED",
        computeEnvironmentOrder=[{"order": 1, "computeEnvironment": environment}],
    )["jobQueueArn"]
    definition = batch.register_job_definition(
        jobDefinitionName="sleeps",
        type="container",
        containerProperties={
            "image": IMAGE,
            "command": ["sleep"],
            "resourceRequirements": [
                {"type": "VCPU", "value": "1"},
                {"type": "MEMORY", "value": "512"},
            ],
        },
    )["jobDefinitionArn"]
    return Place(role, queue, definition)
