"""A queue of two vCPUs, a small package as the image, and what submits jobs of it."""

from __future__ import annotations

import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.execution.conftest import ACCOUNT, REGION, ROLE
from twin_local.engine.images import publish_images
from twin_local.execution.plant import Execution

Client = Callable[[str], Any]
Json = dict[str, Any]
Submit = Callable[..., str]
IMAGE = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/images:steps"
PROGRAM = """\
import os, sys, time
kind, value = sys.argv[1], sys.argv[2]
index = os.environ.get("AWS_BATCH_JOB_ARRAY_INDEX", "")
if kind == "sleep":
    time.sleep(float(value))
elif kind == "secret":
    print("secret", os.environ["PASSWORD"])
sys.exit(1 if kind == "fail-at" and index == value else 0)
"""


@pytest.fixture(scope="package")
def place(aws: Execution, client: Client) -> Json:
    """Return a queue of two vCPUs and a definition."""
    folder = aws.context.state_dir / "steps-image"
    (folder / "steps").mkdir(parents=True)
    (folder / "Dockerfile").write_text('FROM python\nENTRYPOINT ["python", "-m", "steps"]\n')
    (folder / "steps" / "__init__.py").write_text("")
    (folder / "steps" / "__main__.py").write_text(PROGRAM)
    binaries = aws.context.build_dir / "venvs" / "steps" / "bin"
    binaries.mkdir(parents=True)
    (binaries / "python").symlink_to(sys.executable)
    publish_images({IMAGE: folder}, state_dir=aws.context.state_dir)
    batch, ec2 = client("batch"), client("ec2")
    environment = batch.create_compute_environment(
        computeEnvironmentName="two",
        serviceRole=ROLE,
        type="MANAGED",
        computeResources={
            "type": "FARGATE",
            "maxvCpus": 2,
            "subnets": [ec2.describe_subnets()["Subnets"][0]["SubnetId"]],
            "securityGroupIds": [ec2.describe_security_groups()["SecurityGroups"][0]["GroupId"]],
        },
    )["computeEnvironmentArn"]
    order = [{"order": 1, "computeEnvironment": environment}]
    queue = batch.create_job_queue(
        jobQueueName="two", priority=1, state="ENABLED", computeEnvironmentOrder=order
    )["jobQueueArn"]
    secret = client("secretsmanager").create_secret(Name="pw", SecretString='{"p": "open"}')["ARN"]
    definition = batch.register_job_definition(
        jobDefinitionName="steps",
        type="container",
        platformCapabilities=["FARGATE"],
        containerProperties={
            "image": IMAGE,
            "executionRoleArn": ROLE,
            "secrets": [{"name": "PASSWORD", "valueFrom": f"{secret}:p::"}],
            "resourceRequirements": [
                {"type": "VCPU", "value": "1"},
                {"type": "MEMORY", "value": "512"},
            ],
        },
    )["jobDefinitionArn"]
    return {"jobQueue": queue, "jobDefinition": definition}


@pytest.fixture
def submit(client: Client, place: Json) -> Callable[..., str]:
    """Return what submits a job and gives its id."""

    def run(*command: str, **settings: Any) -> str:
        overrides = {"command": list(command), **settings.pop("overrides", {})}
        job = client("batch").submit_job(
            jobName=f"job-{uuid.uuid4()}", containerOverrides=overrides, **place, **settings
        )
        return str(job["jobId"])

    return run


def reach(client: Client, job_id: str, *states: str) -> Json:
    for _ in range(400):
        job: Json = client("batch").describe_jobs(jobs=[job_id])["jobs"][0]
        if job["status"] in states:
            return job
        time.sleep(0.05)
    raise AssertionError(f"{job_id} is {job['status']}")


def ended(client: Client, job_id: str) -> Json:
    return reach(client, job_id, "SUCCEEDED", "FAILED")
