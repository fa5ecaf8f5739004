"""State machines that wait for jobs, and are stopped."""

from __future__ import annotations

import json
import time
import uuid

from tests.integration.execution.batch.conftest import Client, Json, ended, reach
from tests.integration.execution.conftest import ROLE


def test_stopping_an_execution_terminates_the_job_that_it_waits_for(
    client: Client, place: Json
) -> None:
    states, batch = client("stepfunctions"), client("batch")
    name = f"nested-{uuid.uuid4()}"
    task = {
        "Type": "Task",
        "Resource": "arn:aws:states:::batch:submitJob.sync",
        "Parameters": {
            "JobName": name,
            "JobQueue": place["jobQueue"],
            "JobDefinition": place["jobDefinition"],
            "ContainerOverrides": {"Command": ["sleep", "60"]},
        },
        "End": True,
    }
    machine = states.create_state_machine(
        name=name,
        definition=json.dumps({"StartAt": "T", "States": {"T": task}}),
        roleArn=ROLE,
    )["stateMachineArn"]
    execution = states.start_execution(stateMachineArn=machine)["executionArn"]
    named = {"filters": [{"name": "JOB_NAME", "values": [name]}], "jobQueue": place["jobQueue"]}
    jobs: list[Json] = []
    while not jobs:
        jobs = batch.list_jobs(**named)["jobSummaryList"]
        time.sleep(0.02)
    reach(client, jobs[0]["jobId"], "RUNNING")
    states.stop_execution(executionArn=execution)
    job = ended(client, jobs[0]["jobId"])
    assert (job["status"], job["isTerminated"]) == ("FAILED", True)
    assert job["statusReason"] == "The execution that started it was stopped."
    assert states.describe_execution(executionArn=execution)["status"] == "ABORTED"
