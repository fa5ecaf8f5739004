"""Two at once, requests in the midst of a deployment, and a server that is killed."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from tests.integration.cloudformation.conftest import Install, queue, template
from twin_local.engine.clients import Clients
from twin_local.engine.lock import exclusive
from twin_local.services.cloudformation.deployments import INTERRUPTED, Deployments

if TYPE_CHECKING:
    from pathlib import Path

    from mypy_boto3_cloudformation.client import CloudFormationClient
    from mypy_boto3_sqs.client import SQSClient

    from twin_local.services.cloudformation.service import CloudFormation

WAIT: Any = {"Delay": 1, "MaxAttempts": 30}
Hold = Callable[[str], threading.Event]


class Killed(BaseException):
    """Stands for the end of the process: nothing handles it."""


@pytest.fixture
def hold(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hold]:
    """Return a function that keeps an operation from being called until an event is set."""
    held: dict[str, threading.Event] = {}
    call = Clients.call

    def wait(
        clients: Clients, service: str, name: str, parameters: Mapping[str, Any]
    ) -> dict[str, Any]:
        if name in held:
            assert held[name].wait(30)
        return call(clients, service, name, parameters)

    monkeypatch.setattr(Clients, "call", wait)
    yield lambda name: held.setdefault(name, threading.Event())
    for event in held.values():
        event.set()


def status_of(client: CloudFormationClient, stack: str) -> str:
    return client.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_stack_in_progress_takes_no_other_request(
    cloudformation: CloudFormationClient, stack: str, hold: Hold
) -> None:
    release = hold("CreateQueue")
    body = template({"Main": queue()})
    cloudformation.create_stack(StackName=stack, TemplateBody=body)
    assert status_of(cloudformation, stack) == "CREATE_IN_PROGRESS"
    refused: list[Callable[[], object]] = [
        lambda: cloudformation.update_stack(StackName=stack, TemplateBody=body),
        lambda: cloudformation.delete_stack(StackName=stack),
        lambda: cloudformation.create_change_set(
            StackName=stack, ChangeSetName="next", TemplateBody=body
        ),
        lambda: cloudformation.detect_stack_drift(StackName=stack),
    ]
    for request in refused:
        with pytest.raises(ClientError, match="is in CREATE_IN_PROGRESS state") as error:
            request()
        assert error.value.response["Error"]["Code"] == "ValidationError"
    release.set()
    cloudformation.get_waiter("stack_create_complete").wait(StackName=stack, WaiterConfig=WAIT)


def test_two_stacks_are_deployed_one_after_the_other(
    cloudformation: CloudFormationClient, stack: str, hold: Hold
) -> None:
    release = hold("CreateQueue")
    names = [f"{stack}-one", f"{stack}-two"]
    for name in names:
        cloudformation.create_stack(StackName=name, TemplateBody=template({"Main": queue()}))
    assert {status_of(cloudformation, name) for name in names} == {"CREATE_IN_PROGRESS"}
    release.set()
    for name in names:
        cloudformation.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig=WAIT)


def test_a_deployment_waits_for_that_of_another_process(
    cloudformation: CloudFormationClient, stack: str, tmp_path: Path
) -> None:
    with exclusive(tmp_path):
        body = template({"Main": queue()})
        cloudformation.create_stack(StackName=stack, TemplateBody=body)
        time.sleep(0.3)
        assert cloudformation.list_stack_resources(StackName=stack)["StackResourceSummaries"] == []
    cloudformation.get_waiter("stack_create_complete").wait(StackName=stack, WaiterConfig=WAIT)


@pytest.fixture
def kill(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], threading.Event]:
    """Return a function with which a deployment ends at an operation, as when it is killed."""

    def kill(operation: str) -> threading.Event:
        call, ended = Clients.call, threading.Event()

        def end(
            clients: Clients, service: str, name: str, parameters: Mapping[str, Any]
        ) -> dict[str, Any]:
            if name == operation and not ended.is_set():
                ended.set()
                raise Killed
            return call(clients, service, name, parameters)

        monkeypatch.setattr(Clients, "call", end)
        settle = Deployments._settle

        def not_when_killed(*arguments: Any) -> None:  # noqa: ANN401
            if not isinstance(sys.exception(), Killed):
                settle(*arguments)

        monkeypatch.setattr(Deployments, "_settle", not_when_killed)
        return ended

    return kill


def test_a_creation_that_was_killed_is_rolled_back_by_the_next_start(
    service: CloudFormation,
    start: Install,
    cloudformation: CloudFormationClient,
    sqs: SQSClient,
    stack: str,
    kill: Callable[[str], threading.Event],
) -> None:
    ended = kill("CreateTopic")
    resources = {"Queue": queue(), "Topic": {"Type": "AWS::SNS::Topic", "DependsOn": "Queue"}}
    body = template(resources)
    cloudformation.create_stack(StackName=stack, TemplateBody=body)
    assert ended.wait(30)
    service.deployments.close()
    assert status_of(cloudformation, stack) == "CREATE_IN_PROGRESS"
    start().resume()
    until(lambda: status_of(cloudformation, stack) == "ROLLBACK_COMPLETE")
    [found] = cloudformation.describe_stacks(StackName=stack)["Stacks"]
    assert found["StackStatusReason"] == INTERRUPTED
    assert not [url for url in sqs.list_queues().get("QueueUrls", []) if f"/{stack}-" in url]
    cloudformation.delete_stack(StackName=stack)
    cloudformation.get_waiter("stack_delete_complete").wait(StackName=stack, WaiterConfig=WAIT)
    cloudformation.create_stack(StackName=stack, TemplateBody=body)
    cloudformation.get_waiter("stack_create_complete").wait(StackName=stack, WaiterConfig=WAIT)


def test_an_update_that_was_killed_is_taken_back_by_the_next_start(
    service: CloudFormation,
    start: Install,
    cloudformation: CloudFormationClient,
    sqs: SQSClient,
    stack: str,
    kill: Callable[[str], threading.Event],
) -> None:
    outputs = {"Url": {"Value": {"Ref": "Queue"}}}
    before = template({"Queue": queue(DelaySeconds=1)}, Outputs=outputs)
    cloudformation.create_stack(StackName=stack, TemplateBody=before)
    cloudformation.get_waiter("stack_create_complete").wait(StackName=stack, WaiterConfig=WAIT)
    ended = kill("CreateTopic")
    after = {
        "Queue": queue(DelaySeconds=2),
        "Topic": {"Type": "AWS::SNS::Topic", "DependsOn": "Queue"},
    }
    cloudformation.update_stack(StackName=stack, TemplateBody=template(after, Outputs=outputs))
    assert ended.wait(30)
    service.deployments.close()
    start().resume()
    until(lambda: status_of(cloudformation, stack) == "UPDATE_ROLLBACK_COMPLETE")
    [found] = cloudformation.describe_stacks(StackName=stack)["Stacks"]
    assert found["StackStatusReason"] == INTERRUPTED
    url = found["Outputs"][0]["OutputValue"]
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert attributes["DelaySeconds"] == "1"
    cloudformation.update_stack(StackName=stack, TemplateBody=template(after, Outputs=outputs))
    cloudformation.get_waiter("stack_update_complete").wait(StackName=stack, WaiterConfig=WAIT)


def test_a_deletion_that_was_killed_is_ended_by_the_next_start(
    service: CloudFormation,
    start: Install,
    cloudformation: CloudFormationClient,
    stack: str,
    kill: Callable[[str], threading.Event],
) -> None:
    body = template({"One": queue(), "Two": queue()})
    made = cloudformation.create_stack(StackName=stack, TemplateBody=body)
    cloudformation.get_waiter("stack_create_complete").wait(StackName=stack, WaiterConfig=WAIT)
    ended = kill("DeleteQueue")
    cloudformation.delete_stack(StackName=stack)
    assert ended.wait(30)
    service.deployments.close()
    start().resume()
    until(lambda: status_of(cloudformation, made["StackId"]) == "DELETE_COMPLETE")
