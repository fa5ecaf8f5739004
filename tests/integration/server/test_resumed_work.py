"""What executions and jobs do after the process was killed while they worked."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.execution.sagemaker.factor import publish
from tests.integration.server.conftest import ACCOUNT, REGION, KillableAws
from tests.integration.server.jobs_place import Place, make_place
from tests.twin_process import eventually
from twin_local.testing.ports import free_ports

Json = dict[str, Any]
ROLE = f"arn:aws:iam::{ACCOUNT}:role/all"
pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
WAITED = {"Type": "Wait", "Seconds": 2, "End": True}


@pytest.fixture
def aws(tmp_path: Path, zygote: subprocess.Popen[str]) -> Iterator[KillableAws]:
    """Yield an embedded AWS with an image of its own, and end it."""
    running = KillableAws(tmp_path / "state", free_ports(), zygote, build=tmp_path / "build")
    running.state.mkdir()
    publish(running.state, running.build)
    running.start()
    yield running
    running.end(signal.SIGKILL)


@pytest.fixture
def place(aws: KillableAws) -> Place:
    """Return a queue, a job definition, a role and a bucket."""
    return make_place(aws)


def start(aws: KillableAws, name: str, state: Json) -> str:
    """Start an execution of one state; return its ARN."""
    states = aws.client("stepfunctions")
    machine = states.create_state_machine(
        name=name, definition=json.dumps({"StartAt": "S", "States": {"S": state}}), roleArn=ROLE
    )["stateMachineArn"]
    return str(states.start_execution(stateMachineArn=machine, name=name)["executionArn"])


def ended(aws: KillableAws, execution: str) -> Json:
    def look() -> Json | None:
        found: Json = aws.client("stepfunctions").describe_execution(executionArn=execution)
        return None if found["status"] == "RUNNING" else found

    return eventually(look, seconds=60, what="the end of the execution", every=0.1) or {}


def job_of(aws: KillableAws, place: Place, name: str, *states: str) -> Json:
    """Return the description of a job once it is in one of the states."""

    def look() -> Json | None:
        batch, by_name = aws.client("batch"), [{"name": "JOB_NAME", "values": [name]}]
        rows = batch.list_jobs(jobQueue=place.queue, filters=by_name)["jobSummaryList"]
        jobs = batch.describe_jobs(jobs=[row["jobId"] for row in rows])["jobs"] if rows else []
        return next((job for job in jobs if job["status"] in states), None)

    return eventually(look, seconds=60, what=f"{name} in {states}", every=0.05) or {}


def kill(aws: KillableAws) -> None:
    aws.end(signal.SIGKILL)
    aws.start()


def test_executions_that_waited_go_on_after_a_kill(aws: KillableAws, place: Place) -> None:
    url = aws.client("sqs").create_queue(QueueName="tokens")["QueueUrl"]
    task = {
        "Type": "Task",
        "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        "Parameters": {"QueueUrl": url, "MessageBody.$": "$$.Task.Token"},
        "End": True,
    }
    waits = start(aws, "waits", WAITED)
    asks, answered = start(aws, "asks", task), start(aws, "answered", task)
    tokens: list[str] = []
    while len(tokens) < 2:
        found = aws.client("sqs").receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=5
        )
        tokens += [one["Body"] for one in found.get("Messages", [])]
    outputs = {}
    for token, output in zip(tokens, ("1", "2"), strict=True):
        outputs[output] = token
    aws.client("stepfunctions").send_task_success(taskToken=outputs["1"], output="1")
    kill(aws)
    eventually(
        lambda: send(aws, outputs["2"], "2"), seconds=30, what="the token's return", every=0.1
    )
    assert {ended(aws, one)["output"] for one in (asks, answered)} == {"1", "2"}
    assert ended(aws, waits)["status"] == "SUCCEEDED"
    kinds = [
        event["type"]
        for event in aws.client("stepfunctions").get_execution_history(executionArn=asks)["events"]
    ]
    assert kinds.count("TaskSubmitted") == 1, "the message was sent once"


def send(aws: KillableAws, token: str, output: str) -> bool:
    states = aws.client("stepfunctions")
    try:
        states.send_task_success(taskToken=token, output=output)
    except states.exceptions.InvalidToken:
        return False
    return True


def submit_state(place: Place, name: str, seconds: int, attempts: int) -> Json:
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:::batch:submitJob.sync",
        "Parameters": {
            "JobName": name,
            "JobQueue": place.queue,
            "JobDefinition": place.definition,
            "RetryStrategy": {"Attempts": attempts},
            "ContainerOverrides": {
                "Environment": [{"Name": "SLEEP", "Value": str(seconds)}],
            },
        },
        "End": True,
    }


def test_a_job_of_a_killed_host_is_tried_again_and_its_execution_waits_for_it(
    aws: KillableAws, place: Place
) -> None:
    execution = start(aws, "retried", submit_state(place, "retried", 4, attempts=2))
    given_up = start(aws, "given-up", submit_state(place, "given-up", 4, attempts=1))
    for name in ("retried", "given-up"):
        job_of(aws, place, name, "RUNNING")
    aws.client("batch").create_consumable_resource(consumableResourceName="kept", totalQuantity=1)
    kill(aws)
    output = ended(aws, execution)
    assert output["status"] == "SUCCEEDED", output
    job = job_of(aws, place, "retried", "SUCCEEDED")
    reasons = [attempt["statusReason"] for attempt in job["attempts"]]
    assert reasons[0] == "Host EC2 (embedded) terminated."
    assert len(reasons) == 2
    assert json.loads(output["output"])["JobId"] == job["jobId"]
    failed = ended(aws, given_up)
    assert failed["error"] == "States.TaskFailed"
    assert json.loads(failed["cause"])["StatusReason"] == "Host EC2 (embedded) terminated."
    assert job_of(aws, place, "given-up", "FAILED")["status"] == "FAILED"


def test_training_fails_with_its_host_and_an_endpoint_is_served_again(
    aws: KillableAws, place: Place
) -> None:
    place.serve(aws, "kept")
    place.train(aws, "long", sleep="60")
    sagemaker = aws.client("sagemaker")
    eventually(
        lambda: (
            sagemaker.describe_training_job(TrainingJobName="long")["SecondaryStatus"] == "Training"
        ),
        seconds=30,
        what="the training",
        every=0.05,
    )
    sagemaker.add_tags(ResourceArn=place.endpoint_arn("kept"), Tags=[{"Key": "a", "Value": "b"}])
    kill(aws)
    job = sagemaker.describe_training_job(TrainingJobName="long")
    assert job["TrainingJobStatus"] == "Failed"
    assert "was restarted" in job["FailureReason"]
    place.until_served(aws, "kept")
    answer = aws.client("sagemaker-runtime").invoke_endpoint(EndpointName="kept", Body=b"2")
    assert answer["Body"].read() == b"[6.0]"
    assert REGION in place.endpoint_arn("kept")
