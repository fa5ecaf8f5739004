"""The controls of resources, logs, executions and jobs."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import closing
from typing import Any

from tests.integration.execution.conftest import ACCOUNT, REGION, ROLE
from tests.integration.execution.observation.conftest import Observed
from tests.twin_process import eventually
from twin_local.engine.event import Event
from twin_local.engine.resource_state import Physical
from twin_local.engine.store import FILE_NAME, Store
from twin_local.execution import logs

Machine = Callable[[str, dict[str, Any]], str]
MACHINE = {
    "StartAt": "Try",
    "States": {
        "Try": {
            "Type": "Task",
            "Resource": "arn:aws:states:::aws-sdk:s3:headBucket",
            "Parameters": {"Bucket": "observed-none"},
            "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Each", "ResultPath": None}],
            "End": True,
        },
        "Each": {
            "Type": "Map",
            "ItemsPath": "$.items",
            "ItemProcessor": {"StartAt": "One", "States": {"One": {"Type": "Pass", "End": True}}},
            "Next": "Stop",
        },
        "Stop": {"Type": "Fail", "Error": "Observed", "Cause": "<b>on purpose</b>"},
    },
}


def test_deployed_resources_have_a_hint(observed: Observed) -> None:
    function = Physical(
        logical_id="Handler",
        type="AWS::Lambda::Function",
        reference="observed-handler",
        properties={"LoggingConfig": {"LogGroup": "observed-logs"}},
        effective={},
    )
    with closing(Store(observed.execution.context.state_dir / FILE_NAME)) as store:
        store.set_status("observed", "CREATE_FAILED")
        store.keep("observed", function)
        store.add_event(Event(5.0, "observed", "Handler", function.type, "CREATE_COMPLETE"))
        told = observed.ask("resources")
        health = observed.ask("overview")
        store.forget("observed")
    stack = {"name": "observed", "status": "CREATE_FAILED", "changed_at": None}
    assert told["stacks"] == [stack]
    [resource] = told["resources"]
    assert resource["physical_id"] == "observed-handler"
    assert (resource["status"], resource["changed_at"]) == ("CREATE_COMPLETE", 5.0)
    assert resource["hint"] == {
        "what": "a function: code that runs on request",
        "tab": "logs",
        "filter": "observed-logs",
        "command": "aws lambda invoke /dev/stdout --function-name observed-handler",
    }
    assert (health["stacks"], health["stacks_failed"], health["functions"]) == (1, 1, 1)
    assert health["disk_free_bytes"] > 0


def test_lines_of_log_groups_and_of_processes(observed: Observed) -> None:
    where = {"account": ACCOUNT, "region": REGION, "group": "/observed", "stream": "s"}
    cursor = observed.ask("logs")["cursor"]
    logs.write(**where, lines=["first line", "second line"])
    told = observed.ask("logs", after=cursor, group="/observed")
    assert [line["message"] for line in told["lines"]] == ["first line", "second line"]
    assert {"name": "/observed", "streams": 1} in told["groups"]
    [line] = observed.ask("logs", after=cursor, text="SECOND")["lines"]
    assert line["group"] == "/observed"
    folder = observed.execution.context.state_dir / "logs"
    folder.mkdir(exist_ok=True)
    (folder / "observed.log").write_text("of a process\n")
    assert "observed" in observed.ask("logs")["processes"]
    assert observed.ask("process-log", name="observed")["lines"] == ["of a process"]


def test_an_execution_is_listed_and_shown_state_by_state(
    observed: Observed, machine: Machine
) -> None:
    began = time.time()
    api = observed.client("stepfunctions")
    given = json.dumps({"items": [1, 2]})
    started = api.start_execution(stateMachineArn=machine("observed", MACHINE), input=given)
    arn = started["executionArn"]

    def ended() -> Any:
        [run] = observed.ask("executions", text="observed")["runs"]
        return run if run["status"] != "RUNNING" else None

    run = eventually(ended, seconds=30, what="the end of the execution")
    assert (run["kind"], run["of"], run["id"]) == ("execution", "observed", arn)
    assert (run["status"], run["error"]) == ("FAILED", "Observed")
    assert began - 1 < run["started_at"] <= run["stopped_at"] < time.time() + 1
    shown = observed.ask("execution", id=arn)
    assert {name: state["status"] for name, state in shown["states"].items()} == {
        "Try": "caught",
        "Each": "succeeded",
        "One": "succeeded",
        "Stop": "failed",
    }
    assert shown["states"]["Each"]["items"] == {"total": 2, "started": 2, "succeeded": 2}
    assert shown["states"]["One"]["entered"] == 2
    assert shown["graph"]["start"] == "Try"
    assert shown["events"][-1]["type"] == "ExecutionFailed"
    assert shown["events_total"] == len(shown["events"])
    assert shown["input"] == '{"items": [1, 2]}'
    assert observed.ask("overview")["failed_last_hour"] >= 1
    assert observed.ask("executions", status="SUCCEEDED", text="observed")["runs"] == []


def test_a_job_is_in_the_same_list(observed: Observed) -> None:
    ec2, batch = observed.client("ec2"), observed.client("batch")
    network = {
        "subnets": [ec2.describe_subnets()["Subnets"][0]["SubnetId"]],
        "securityGroupIds": [ec2.describe_security_groups()["SecurityGroups"][0]["GroupId"]],
    }
    environment = batch.create_compute_environment(
        computeEnvironmentName="observed",
        serviceRole=ROLE,
        type="MANAGED",
        computeResources={"type": "FARGATE", "maxvCpus": 4, **network},
    )["computeEnvironmentArn"]
    order = [{"order": 1, "computeEnvironment": environment}]
    batch.create_job_queue(
        jobQueueName="observed-jobs", priority=1, state="ENABLED", computeEnvironmentOrder=order
    )
    needs = [{"type": "VCPU", "value": "0.5"}, {"type": "MEMORY", "value": "1024"}]
    container = {"image": "none", "command": ["run"], "executionRoleArn": ROLE}
    batch.register_job_definition(
        jobDefinitionName="observed",
        type="container",
        platformCapabilities=["FARGATE"],
        containerProperties={**container, "resourceRequirements": needs},
    )
    job = batch.submit_job(jobName="unpullable", jobQueue="observed-jobs", jobDefinition="observed")

    def failed() -> Any:
        runs = observed.ask("executions", text="unpullable", status="FAILED")["runs"]
        return runs[0] if runs else None

    run = eventually(failed, seconds=30, what="the end of the job")
    assert (run["kind"], run["of"], run["id"]) == ("job", "observed-jobs", job["jobArn"])
    assert run["stopped_at"] >= run["created_at"]
    assert run["cause"]
    shown = observed.ask("execution", id=job["jobArn"])
    assert (shown["command"], shown["memory_mib"], shown["exit_code"]) == (["run"], 1024, None)
