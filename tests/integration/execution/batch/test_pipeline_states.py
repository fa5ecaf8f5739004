"""The workflow's own states over jobs of pipelines: what cannot run here fails, typed."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Mapping
from typing import Any

import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_stepfunctions as sfn

from spatial_fail.reason import error_of_failure
from tests.integration.execution.batch.conftest import Client, Json
from tests.integration.execution.conftest import ROLE
from twin.spatial.errors import ImageUnavailable
from twin_constructs.spatial.conversion_states import convert

FOREIGN = f"ghcr.io/plant/tables@sha256:{'cd' * 32}"
NEEDS = [{"type": "VCPU", "value": "1"}, {"type": "MEMORY", "value": "512"}]


@pytest.fixture(scope="module")
def machine(client: Client, place: Json) -> str:
    """Return a machine of the states between an order and its end, as they are deployed."""
    stack = Stack(App(), "Spatial")
    first = convert(
        stack,
        queue_arn=place["jobQueue"],
        gpu_queue_arn=place["jobQueue"],
        published=sfn.Pass(stack, "Publish"),
        recorded=sfn.Pass(stack, "Record"),
    )
    graph = sfn.StateGraph(first.start_state, "conversion").to_graph_json()
    made = client("stepfunctions").create_state_machine(
        name=f"states-{uuid.uuid4()}",
        definition=json.dumps(_plain(stack.resolve(graph))),
        roleArn=ROLE,
    )
    return str(made["stateMachineArn"])


def test_a_pipeline_runs_in_the_queue(client: Client, machine: str, place: Json) -> None:
    end = _end(client, machine, _order(place["jobDefinition"]))
    assert "failure" not in end and end["converted"]["Status"] == "SUCCEEDED"


def test_a_pipeline_with_a_gpu_says_that_there_is_none(
    client: Client, machine: str, place: Json
) -> None:
    end = _end(client, machine, _order(place["jobDefinition"], gpus="8"))
    error = error_of_failure(end["failure"])
    assert isinstance(error, ImageUnavailable)
    assert "the job asks for GPUs: 8, and this machine has" in error.found


def test_an_image_of_a_registry_says_that_it_cannot_be_pulled(client: Client, machine: str) -> None:
    definition = client("batch").register_job_definition(
        jobDefinitionName="tables",
        type="container",
        containerProperties={"image": FOREIGN, "resourceRequirements": NEEDS},
    )["jobDefinitionArn"]
    error = error_of_failure(_end(client, machine, _order(definition))["failure"])
    assert isinstance(error, ImageUnavailable)
    assert error.found.startswith(f"CannotPullContainerError: image {FOREIGN} ")


def _order(definition: str, **more: str) -> Json:
    job = {
        "name": f"tables-{uuid.uuid4()}",
        "definition": definition,
        "command": ["pass", "0"],
        "vcpus": "1",
        "memory_mebibytes": "512",
        "timeout_seconds": 60,
        **more,
    }
    return {"job": job}


def _end(client: Client, machine: str, order: Json) -> Json:
    states = client("stepfunctions")
    execution = states.start_execution(stateMachineArn=machine, input=json.dumps(order))
    for _ in range(400):
        found = states.describe_execution(executionArn=execution["executionArn"])
        if found["status"] != "RUNNING":
            output: Json = json.loads(found["output"])
            return output
        time.sleep(0.05)
    raise AssertionError("the execution does not end")


def _plain(value: Any) -> Any:
    """Return a definition with the partition written out."""
    if isinstance(value, Mapping):
        if "Fn::Join" in value:
            return "".join(
                part if isinstance(part, str) else "aws" for part in value["Fn::Join"][1]
            )
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value
