"""Array jobs, dependencies, capacity, consumable resources and what is told of jobs."""

from __future__ import annotations

import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto.batch.models import batch_backends

from tests.integration.execution.conftest import ACCOUNT, REGION, ROLE
from twin_local.engine.images import publish_images
from twin_local.execution.plant import Execution

Client = Callable[[str], Any]
Json = dict[str, Any]
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


@pytest.fixture(scope="module")
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


def test_an_array_fails_when_a_child_does_and_its_followers_never_run(
    client: Client, submit: Callable[..., str]
) -> None:
    array = submit("fail-at", "1", arrayProperties={"size": 3})
    follower = submit("pass", "0", dependsOn=[{"jobId": array}])
    parent = ended(client, array)
    summary = parent["arrayProperties"]["statusSummary"]
    assert parent["status"] == "FAILED"
    assert (summary["SUCCEEDED"], summary["FAILED"]) == (2, 1)
    child = client("batch").describe_jobs(jobs=[f"{array}:1"])["jobs"][0]
    assert child["arrayProperties"] == {"index": 1}
    assert ended(client, follower)["statusReason"] == "Dependent Job failed"
    listed = client("batch").list_jobs(arrayJobId=array, jobStatus="FAILED")["jobSummaryList"]
    assert [job["jobId"] for job in listed] == [f"{array}:1"]


def test_children_wait_for_the_one_before_or_the_same_of_another_array(
    client: Client, submit: Callable[..., str]
) -> None:
    serial = submit("pass", "0", arrayProperties={"size": 2}, dependsOn=[{"type": "SEQUENTIAL"}])
    pairs = submit(
        "pass", "0", arrayProperties={"size": 2}, dependsOn=[{"type": "N_TO_N", "jobId": serial}]
    )
    assert {ended(client, job)["status"] for job in (serial, pairs)} == {"SUCCEEDED"}
    batch = client("batch")
    first, second = batch.describe_jobs(jobs=[f"{serial}:0", f"{serial}:1"])["jobs"]
    assert first["stoppedAt"] <= second["startedAt"]
    with pytest.raises(ClientError, match="same size"):
        submit(
            "pass",
            "0",
            arrayProperties={"size": 3},
            dependsOn=[{"type": "N_TO_N", "jobId": serial}],
        )
    with pytest.raises(ClientError, match="between 2 and 10000"):
        submit("pass", "0", arrayProperties={"size": 1})


def test_jobs_wait_for_vcpus_and_only_waiting_ones_are_cancelled(
    client: Client, submit: Callable[..., str]
) -> None:
    two = {"resourceRequirements": [{"type": "VCPU", "value": "2"}]}
    batch = client("batch")
    running = submit("sleep", "30", overrides=two)
    reach(client, running, "RUNNING")
    waiting = submit("pass", "0")
    reach(client, waiting, "RUNNABLE")
    batch.cancel_job(jobId=running, reason="too late")
    batch.cancel_job(jobId=waiting, reason="not needed")
    job = ended(client, waiting)
    assert (job["status"], job["statusReason"], job["isCancelled"]) == (
        "FAILED",
        "not needed",
        True,
    )
    assert batch.describe_jobs(jobs=[running])["jobs"][0]["status"] == "RUNNING"
    batch.terminate_job(jobId=running, reason="enough")
    job = ended(client, running)
    assert (job["statusReason"], job["isTerminated"]) == ("enough", True)


def test_jobs_wait_for_a_licence(client: Client, submit: Callable[..., str]) -> None:
    batch, name = client("batch"), f"licence-{uuid.uuid4()}"
    batch.create_consumable_resource(consumableResourceName=name, totalQuantity=1)
    need = {"consumableResourceList": [{"consumableResource": name, "quantity": 1}]}
    holder = submit("sleep", "30", consumableResourcePropertiesOverride=need)
    reach(client, holder, "RUNNING")
    described = batch.describe_consumable_resource(consumableResource=name)
    assert (described["inUseQuantity"], described["availableQuantity"]) == (1, 0)
    other = submit("pass", "0", consumableResourcePropertiesOverride=need)
    reach(client, other, "RUNNABLE")
    rows = batch.list_jobs_by_consumable_resource(consumableResource=name)["jobs"]
    assert {row["jobStatus"] for row in rows} == {"RUNNING", "RUNNABLE"}
    batch.update_consumable_resource(consumableResource=name, operation="ADD", quantity=1)
    assert ended(client, other)["status"] == "SUCCEEDED"
    batch.terminate_job(jobId=holder, reason="done")
    ended(client, holder)


def test_secrets_are_read_under_the_execution_role(
    client: Client, submit: Callable[..., str]
) -> None:
    job = ended(client, submit("secret", "0"))
    stream = job["container"]["logStreamName"]
    events = client("logs").get_log_events(logGroupName="/aws/batch/job", logStreamName=stream)
    assert [event["message"] for event in events["events"]] == ["secret open"]


def test_a_job_whose_host_was_lost_is_tried_again_if_its_strategy_says_so(
    aws: Execution, client: Client, submit: Callable[..., str]
) -> None:
    rule = {"onStatusReason": "Host EC2*", "action": "RETRY"}
    strategy = {"attempts": 2, "evaluateOnExit": [rule, {"onReason": "*", "action": "EXIT"}]}
    retried = submit("pass", "0", retryStrategy=strategy)
    lost = submit("pass", "0")
    for job_id in (retried, lost):
        ended(client, job_id)
        job = batch_backends[ACCOUNT][REGION]._jobs[job_id]
        job.status, job.job_stopped = "RUNNING", False  # as it was kept before a kill
        job.latest_attempt.pop("statusReason")
        aws.jobs.after_restart(job)
    again = ended(client, retried)
    assert (again["status"], len(again["attempts"])) == ("SUCCEEDED", 2)
    assert again["attempts"][0]["statusReason"] == "Host EC2 (embedded) terminated."
    failed = ended(client, lost)
    assert (failed["status"], failed["statusReason"]) == (
        "FAILED",
        "Host EC2 (embedded) terminated.",
    )
