"""State machines that wait for jobs of SageMaker."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

from tests.integration.execution.conftest import ROLE
from tests.integration.execution.sagemaker.conftest import training, until
from tests.integration.execution.stepfunctions.conftest import ended, only

Client = Callable[[str], Any]
Json = dict[str, Any]


def begin(client: Client, parameters: Json, **more: Any) -> str:
    """Start an execution that trains, and return its ARN."""
    states = client("stepfunctions")
    task = {
        "Type": "Task",
        "Resource": "arn:aws:states:::sagemaker:createTrainingJob.sync",
        "Parameters": parameters,
        "End": True,
        **more,
    }
    machine = states.create_state_machine(
        name=f"trains-{uuid.uuid4()}", definition=json.dumps(only(task)), roleArn=ROLE
    )["stateMachineArn"]
    return str(states.start_execution(stateMachineArn=machine)["executionArn"])


def test_a_state_waits_for_training_and_has_the_job_as_its_output(
    client: Client, image: str
) -> None:
    output = ended(client("stepfunctions"), begin(client, training("in-state", image)))
    assert output["status"] == "SUCCEEDED", output.get("cause")
    job = json.loads(output["output"])
    assert (job["TrainingJobName"], job["TrainingJobStatus"]) == ("in-state", "Completed")
    assert job["ModelArtifacts"]["S3ModelArtifacts"].endswith("in-state/output/model.tar.gz")


def test_a_job_that_fails_fails_its_state_and_a_refusal_has_its_own_name(
    client: Client, image: str
) -> None:
    parameters = training("fails-in-state", image, HyperParameters={"fail": "1"})
    failed = ended(client("stepfunctions"), begin(client, parameters))
    assert failed["error"] == "States.TaskFailed"
    assert json.loads(failed["cause"])["FailureReason"].startswith("AlgorithmError: bad data")
    again = ended(client("stepfunctions"), begin(client, parameters))
    assert again["error"] == "SageMaker.AmazonSageMakerException"
    assert "must be unique" in again["cause"]


def test_stopping_an_execution_stops_the_job_that_it_waits_for(client: Client, image: str) -> None:
    sagemaker, name = client("sagemaker"), "stops-in-state"
    execution = begin(client, training(name, image, HyperParameters={"sleep": "60"}))
    ask = lambda: sagemaker.describe_training_job(TrainingJobName=name)  # noqa: E731
    for _ in range(400):
        if name in {one["TrainingJobName"] for one in listed(client)}:
            break
    client("stepfunctions").stop_execution(executionArn=execution)
    assert until(ask, "TrainingJobStatus")["TrainingJobStatus"] == "Stopped"


def listed(client: Client) -> list[Json]:
    found: list[Json] = client("sagemaker").list_training_jobs()["TrainingJobSummaries"]
    return found
