"""Batch jobs and the state machines that start them, with a small package as the image."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from twin_local.engine.images import publish_images
from twin_local.execution.batch import attempt
from twin_local.execution.plant import Execution

Client = Callable[[str], Any]
Submit = Callable[..., dict[str, Any]]

ACCOUNT, REGION = "111111111111", "us-east-1"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/test"
IMAGE = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/images:measure"
DOCKERFILE = """\
FROM python:3.12-slim AS tools
RUN true

FROM python:3.12-slim
COPY . .
ENV GREETING=hello UNBUFFERED=1
ENTRYPOINT ["python", "-u", \\
  "-m", "measure"]
CMD ["--help"]
"""
PROGRAM = """\
import json, os, sys, time
kind = sys.argv[1]
print("line one")
if kind == "show":
    print(json.dumps({name: os.environ.get(name) for name in sys.argv[2:]}))
elif kind == "sleep":
    time.sleep(float(sys.argv[2]))
elif kind == "hog":
    bytearray(int(sys.argv[2]) * 1024 * 1024)
sys.exit(int(sys.argv[2]) if kind == "exit" else 0)
"""


@pytest.fixture(scope="module")
def image(aws: Execution) -> str:
    """Publish an image whose environment is this test's own Python."""
    folder = aws.context.state_dir / "image"
    (folder / "measure").mkdir(parents=True)
    (folder / "Dockerfile").write_text(DOCKERFILE)
    (folder / "measure" / "__init__.py").write_text("")
    (folder / "measure" / "__main__.py").write_text(PROGRAM)
    binaries = aws.context.build_dir / "venvs" / "measure" / "bin"
    binaries.mkdir(parents=True)
    (binaries / "python").symlink_to(sys.executable)
    publish_images({IMAGE: folder}, state_dir=aws.context.state_dir)
    return IMAGE


@pytest.fixture(scope="module")
def queue(client: Client) -> str:
    """Return a queue on Fargate Spot."""
    ec2, batch = client("ec2"), client("batch")
    subnet = ec2.describe_subnets()["Subnets"][0]
    group = ec2.describe_security_groups()["SecurityGroups"][0]["GroupId"]
    environment = batch.create_compute_environment(
        computeEnvironmentName="spot",
        serviceRole=ROLE,
        type="MANAGED",
        computeResources={
            "type": "FARGATE_SPOT",
            "maxvCpus": 4,
            "subnets": [subnet["SubnetId"]],
            "securityGroupIds": [group],
        },
    )["computeEnvironmentArn"]
    order = [{"order": 1, "computeEnvironment": environment}]
    made = batch.create_job_queue(
        jobQueueName="jobs", priority=1, state="ENABLED", computeEnvironmentOrder=order
    )
    return str(made["jobQueueArn"])


@pytest.fixture(scope="module")
def definition(client: Client, image: str) -> str:
    """Return a job definition of the image."""
    made = client("batch").register_job_definition(
        jobDefinitionName="measure",
        type="container",
        platformCapabilities=["FARGATE"],
        retryStrategy={
            "attempts": 3,
            "evaluateOnExit": [
                {"onExitCode": "75", "action": "RETRY"},
                {"onReason": "*", "action": "EXIT"},
            ],
        },
        timeout={"attemptDurationSeconds": 60},
        containerProperties={
            "image": image,
            "command": ["show", "HOME"],
            "jobRoleArn": ROLE,
            "executionRoleArn": ROLE,
            "environment": [{"name": "GREETING", "value": "defined"}],
            "resourceRequirements": [
                {"type": "VCPU", "value": "0.5"},
                {"type": "MEMORY", "value": "1024"},
            ],
            "logConfiguration": {
                "logDriver": "awslogs",
                "options": {"awslogs-group": "/jobs/measure", "awslogs-stream-prefix": "job"},
            },
        },
    )
    return str(made["jobDefinitionArn"])


@pytest.fixture
def submit(client: Client, queue: str, definition: str) -> Submit:
    """Return a function that runs a job to its end and describes it."""

    def run(*command: str, **settings: Any) -> dict[str, Any]:
        overrides = {"command": list(command), **settings.pop("overrides", {})}
        job = client("batch").submit_job(
            jobName="job",
            jobQueue=queue,
            jobDefinition=definition,
            containerOverrides=overrides,
            **settings,
        )
        return ended(client, job["jobId"])

    return run


def ended(client: Client, job_id: str) -> dict[str, Any]:
    """Wait for a job's end."""
    for _ in range(300):
        job: dict[str, Any] = client("batch").describe_jobs(jobs=[job_id])["jobs"][0]
        if job["status"] in ("SUCCEEDED", "FAILED"):
            return job
        time.sleep(0.1)
    raise AssertionError(f"job {job_id} has not ended")


def lines(client: Client, job: dict[str, Any]) -> list[str]:
    """Return what a job printed."""
    stream = job["container"]["logStreamName"]
    events = client("logs").get_log_events(logGroupName="/jobs/measure", logStreamName=stream)
    return [event["message"] for event in events["events"]]


def test_a_job_runs_the_images_entry_point_with_its_environment(
    client: Client, submit: Submit
) -> None:
    names = ["GREETING", "UNBUFFERED", "EXTRA", "AWS_BATCH_JOB_ID", "AWS_ENDPOINT_URL"]
    names += ["AWS_ACCESS_KEY_ID", "HOME_OF_THE_SERVER"]
    extra = {"environment": [{"name": "EXTRA", "value": "1"}]}
    job = submit("show", *names, overrides=extra)

    assert (job["status"], job["container"]["exitCode"]) == ("SUCCEEDED", 0)
    first, shown = lines(client, job)
    seen = json.loads(shown)
    assert first == "line one"
    assert seen["GREETING"] == "defined", "the definition wins over the image"
    assert seen["UNBUFFERED"] == "1", "from the image"
    assert seen["EXTRA"] == "1", "from the submission"
    assert seen["AWS_BATCH_JOB_ID"] == job["jobId"]
    assert seen["AWS_ENDPOINT_URL"].startswith("http://127.0.0.1:")
    assert seen["AWS_ACCESS_KEY_ID"].startswith("ASIA"), "the job role's credentials"
    assert seen["HOME_OF_THE_SERVER"] is None


def test_a_failed_job_keeps_its_exit_code_and_is_not_tried_again(submit: Submit) -> None:
    job = submit("exit", "3")
    assert (job["status"], job["container"]["exitCode"]) == ("FAILED", 3)
    assert job["statusReason"] == "Essential container in task exited"
    assert len(job["attempts"]) == 1


def test_a_job_whose_exit_code_asks_for_it_is_tried_again(submit: Submit) -> None:
    job = submit("exit", "75")
    assert job["status"] == "FAILED"
    assert [attempt["container"]["exitCode"] for attempt in job["attempts"][-1:]] == [75]
    assert len(job["attempts"]) == 3


def test_a_job_beyond_its_time_is_stopped(submit: Submit, monkeypatch: pytest.MonkeyPatch) -> None:
    hurried = SimpleNamespace(monotonic=lambda: time.monotonic() * 60, sleep=time.sleep)
    monkeypatch.setattr(attempt, "time", hurried)  # a minute is the shortest time there is
    job = submit("sleep", "30", timeout={"attemptDurationSeconds": 60})
    assert job["status"] == "FAILED"
    assert job["statusReason"] == "Job attempt duration exceeded timeout"
    assert job["container"]["exitCode"] == 143


def test_a_job_beyond_its_memory_fails(submit: Submit) -> None:
    assert submit("hog", "64")["status"] == "SUCCEEDED"
    small = {"resourceRequirements": [{"type": "MEMORY", "value": "48"}]}
    assert submit("hog", "64", overrides=small)["status"] == "FAILED"


def test_a_terminated_job_ends_with_the_given_reason(
    client: Client, queue: str, definition: str
) -> None:
    batch = client("batch")
    command = {"command": ["sleep", "30"]}
    job_id = batch.submit_job(
        jobName="job", jobQueue=queue, jobDefinition=definition, containerOverrides=command
    )["jobId"]
    while batch.describe_jobs(jobs=[job_id])["jobs"][0]["status"] != "RUNNING":
        time.sleep(0.05)
    batch.terminate_job(jobId=job_id, reason="not needed")
    job = ended(client, job_id)
    assert (job["status"], job["statusReason"]) == ("FAILED", "not needed")


def test_an_unpublished_image_fails_the_job_and_says_so(client: Client, queue: str) -> None:
    batch = client("batch")
    batch.register_job_definition(
        jobDefinitionName="unpublished",
        type="container",
        containerProperties={
            "image": "nowhere/unknown:1",
            "resourceRequirements": [
                {"type": "VCPU", "value": "1"},
                {"type": "MEMORY", "value": "64"},
            ],
        },
    )
    made = batch.submit_job(jobName="job", jobQueue=queue, jobDefinition="unpublished")
    job = ended(client, made["jobId"])
    assert job["status"] == "FAILED"
    assert "image nowhere/unknown:1 is not published" in job["container"]["reason"]


def test_a_state_machine_runs_a_job_and_passes_its_outcome_on(
    client: Client, queue: str, definition: str
) -> None:
    output = execute(client, "succeeds", job_state(queue, definition, ["show", "MANAGED_BY_AWS"]))
    container = json.loads(output["output"])["Container"]
    assert output["status"] == "SUCCEEDED"
    assert container["ExitCode"] == 0
    environment = {item["Name"]: item["Value"] for item in container["Environment"]}
    assert environment["MANAGED_BY_AWS"] == "STARTED_BY_STEP_FUNCTIONS"


def test_a_failed_job_fails_its_state_with_the_job_as_cause(
    client: Client, queue: str, definition: str
) -> None:
    output = execute(client, "fails", job_state(queue, definition, ["exit", "4"]))
    assert (output["status"], output["error"]) == ("FAILED", "States.TaskFailed")
    assert json.loads(output["cause"])["Container"]["ExitCode"] == 4


def test_the_error_of_a_function_can_be_caught_by_its_name(
    client: Client, function: Callable[..., str]
) -> None:
    source = "class NoSuchPump(Exception): pass\ndef handler(event, context):\n"
    arn = function("pump-state", source + "    raise NoSuchPump(event['id'])")
    definition = {
        "StartAt": "Ask",
        "States": {
            "Ask": {
                "Type": "Task",
                "Resource": arn,
                "Catch": [{"ErrorEquals": ["NoSuchPump"], "Next": "Missing"}],
                "End": True,
            },
            "Missing": {"Type": "Pass", "End": True},
        },
    }
    output = execute(client, "catches", definition, {"id": "P-9"})
    assert output["status"] == "SUCCEEDED"
    caught = json.loads(output["output"])
    assert caught["Error"] == "NoSuchPump"
    assert json.loads(caught["Cause"])["errorMessage"] == "P-9"


def test_an_execution_without_a_name_gets_one(client: Client) -> None:
    done = {"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}
    names = {execute(client, f"unnamed-{index}", done)["name"] for index in range(2)}
    assert len(names) == 2
    assert all(len(name) == 36 for name in names)


def job_state(queue: str, definition: str, command: list[str]) -> dict[str, Any]:
    """Return a state machine of one Batch job."""
    return {
        "StartAt": "Run",
        "States": {
            "Run": {
                "Type": "Task",
                "Resource": "arn:aws:states:::batch:submitJob.sync",
                "Parameters": {
                    "JobName": "from-a-state",
                    "JobQueue": queue,
                    "JobDefinition": definition,
                    "Timeout": {"AttemptDurationSeconds": 60},
                    "ContainerOverrides": {"Command": command},
                },
                "End": True,
            }
        },
    }


def execute(
    client: Client, name: str, definition: dict[str, Any], event: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Run a state machine to its end."""
    states = client("stepfunctions")
    machine = states.create_state_machine(
        name=name, definition=json.dumps(definition), roleArn=ROLE
    )["stateMachineArn"]
    execution = states.start_execution(stateMachineArn=machine, input=json.dumps(event or {}))
    for _ in range(300):
        output: dict[str, Any] = states.describe_execution(executionArn=execution["executionArn"])
        if output["status"] != "RUNNING":
            return output
        time.sleep(0.1)
    raise AssertionError(f"{name} has not ended")
