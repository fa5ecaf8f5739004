"""Change sets, as deployment tools use them."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError, WaiterError

from tests.integration.cloudformation.conftest import queue, role, template
from twin_local.engine.clients import Clients, OperationError

if TYPE_CHECKING:
    from mypy_boto3_cloudformation.client import CloudFormationClient
    from mypy_boto3_sqs.client import SQSClient

WAIT: Any = {"Delay": 1, "MaxAttempts": 30}
PARAMETERS = {"Delay": {"Type": "Number", "Default": "5"}}


def prepare(client: CloudFormationClient, stack: str, body: str, **more: Any) -> Any:  # noqa: ANN401
    """Create a change set and describe it."""
    client.create_change_set(StackName=stack, ChangeSetName="next", TemplateBody=body, **more)
    return client.describe_change_set(StackName=stack, ChangeSetName="next")


def deploy(client: CloudFormationClient, stack: str, body: str, **more: Any) -> Any:  # noqa: ANN401
    """Create a stack with a change set or update it, and return its description."""
    exists = any(one["StackName"] == stack for one in client.describe_stacks()["Stacks"])
    kind = "UPDATE" if exists else "CREATE"
    prepare(client, stack, body, ChangeSetType=kind, **more)
    client.execute_change_set(StackName=stack, ChangeSetName="next")
    waiter: Any = client.get_waiter("stack_update_complete" if exists else "stack_create_complete")
    waiter.wait(StackName=stack, WaiterConfig=WAIT)
    return client.describe_stacks(StackName=stack)["Stacks"][0]


def code_of(error: pytest.ExceptionInfo[ClientError]) -> str:
    return error.value.response["Error"]["Code"]


def test_a_stack_is_created_updated_and_deleted(
    cloudformation: CloudFormationClient, sqs: SQSClient, stack: str
) -> None:
    outputs = {"Url": {"Value": {"Ref": "Main"}, "Export": {"Name": f"{stack}:url"}}}
    body = template({"Main": queue(DelaySeconds=1), "Other": queue()}, Outputs=outputs)
    made = deploy(cloudformation, stack, body)
    assert made["StackStatus"] == "CREATE_COMPLETE"
    [output] = made["Outputs"]
    assert output["ExportName"] == f"{stack}:url"
    body = template({"Main": queue(DelaySeconds=2)}, Outputs=outputs)
    assert deploy(cloudformation, stack, body)["StackStatus"] == "UPDATE_COMPLETE"
    found = sqs.get_queue_attributes(QueueUrl=output["OutputValue"], AttributeNames=["All"])
    assert found["Attributes"]["DelaySeconds"] == "2"
    cloudformation.delete_stack(StackName=stack)
    cloudformation.get_waiter("stack_delete_complete").wait(StackName=stack, WaiterConfig=WAIT)
    assert not [url for url in sqs.list_queues().get("QueueUrls", []) if f"/{stack}-" in url]
    [gone] = cloudformation.describe_stacks(StackName=made["StackId"])["Stacks"]
    assert gone["StackStatus"] == "DELETE_COMPLETE"
    assert f"{stack}:url" not in [one["Name"] for one in cloudformation.list_exports()["Exports"]]


def test_a_change_set_says_what_would_be_done_and_does_nothing(
    cloudformation: CloudFormationClient, stack: str
) -> None:
    deploy(
        cloudformation,
        stack,
        template(
            {
                "Changed": queue(DelaySeconds=1),
                "Gone": queue(),
                "Replaced": queue(QueueName=f"{stack}-one"),
                "Same": queue(),
                "User": {
                    "Type": "AWS::SSM::Parameter",
                    "Properties": {"Type": "String", "Value": {"Ref": "Replaced"}},
                },
            }
        ),
    )
    changes = prepare(
        cloudformation,
        stack,
        template(
            {
                "Added": queue(),
                "Changed": queue(DelaySeconds=2),
                "Replaced": queue(QueueName=f"{stack}-two"),
                "Same": queue(),
                "User": {
                    "Type": "AWS::SSM::Parameter",
                    "Properties": {"Type": "String", "Value": {"Ref": "Replaced"}},
                },
            }
        ),
    )["Changes"]
    found = {
        one["ResourceChange"]["LogicalResourceId"]: (
            one["ResourceChange"]["Action"],
            one["ResourceChange"].get("Replacement"),
        )
        for one in changes
    }
    assert found == {
        "Added": ("Add", None),
        "Changed": ("Modify", "False"),
        "Gone": ("Remove", None),
        "Replaced": ("Modify", "True"),
        "User": ("Modify", "False"),
    }
    described = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
    assert described["StackStatus"] == "CREATE_COMPLETE"


def test_the_values_of_changed_properties_are_shown_when_asked_for(
    cloudformation: CloudFormationClient, stack: str
) -> None:
    deploy(cloudformation, stack, template({"Main": queue(DelaySeconds=1)}))
    prepare(cloudformation, stack, template({"Main": queue(DelaySeconds=2)}))
    [change] = cloudformation.describe_change_set(
        StackName=stack, ChangeSetName="next", IncludePropertyValues=True
    )["Changes"]
    [detail] = change["ResourceChange"]["Details"]
    target = detail["Target"]
    assert (target["Name"], target["BeforeValue"], target["AfterValue"]) == (
        "DelaySeconds",
        "1",
        "2",
    )


def test_a_changed_parameter_changes_what_refers_to_it(
    cloudformation: CloudFormationClient, stack: str
) -> None:
    resources = {"Main": queue(DelaySeconds={"Ref": "Delay"}), "Other": queue()}
    body = template(resources, Parameters=PARAMETERS)
    deploy(cloudformation, stack, body)
    found = prepare(
        cloudformation,
        stack,
        body,
        Parameters=[{"ParameterKey": "Delay", "ParameterValue": "7"}],
    )
    names = [one["ResourceChange"]["LogicalResourceId"] for one in found["Changes"]]
    assert names == ["Main"]
    assert found["Parameters"] == [{"ParameterKey": "Delay", "ParameterValue": "7"}]


def test_without_changes_a_change_set_fails_with_the_words_that_tools_look_for(
    cloudformation: CloudFormationClient, stack: str
) -> None:
    body = template({"Main": queue()})
    deploy(cloudformation, stack, body)
    found = prepare(cloudformation, stack, body)
    assert (found["Status"], found["ExecutionStatus"]) == ("FAILED", "UNAVAILABLE")
    assert found["StatusReason"].startswith("The submitted information didn't contain changes.")
    with pytest.raises(ClientError) as error:
        cloudformation.execute_change_set(StackName=stack, ChangeSetName="next")
    assert code_of(error) == "InvalidChangeSetStatus"


def test_an_added_output_is_a_change(cloudformation: CloudFormationClient, stack: str) -> None:
    deploy(cloudformation, stack, template({"Main": queue()}))
    outputs = {"Url": {"Value": {"Ref": "Main"}}}
    found = prepare(cloudformation, stack, template({"Main": queue()}, Outputs=outputs))
    assert (found["Status"], found["Changes"]) == ("CREATE_COMPLETE", [])


def test_what_the_engine_does_not_know_fails_the_change_set(
    cloudformation: CloudFormationClient, stack: str
) -> None:
    body = template({"Odd": {"Type": "AWS::RoboMaker::Fleet"}})
    found = prepare(cloudformation, stack, body, ChangeSetType="CREATE")
    assert found["Status"] == "FAILED"
    assert "AWS::RoboMaker::Fleet" in found["StatusReason"]


def test_a_failed_creation_is_rolled_back_with_its_reason(
    cloudformation: CloudFormationClient, sqs: SQSClient, stack: str
) -> None:
    bad = role(ManagedPolicyArns=["arn:aws:iam::aws:policy/No"])
    body = template({"Good": queue(), "Bad": {**bad, "DependsOn": "Good"}})
    with pytest.raises(WaiterError):
        deploy(cloudformation, stack, body, Capabilities=["CAPABILITY_IAM"])
    [found] = cloudformation.describe_stacks(StackName=stack)["Stacks"]
    assert found["StackStatus"] == "ROLLBACK_COMPLETE"
    assert "AttachRolePolicy" in found["StackStatusReason"]
    assert not [url for url in sqs.list_queues().get("QueueUrls", []) if f"/{stack}-" in url]
    events = cloudformation.describe_stack_events(StackName=stack)["StackEvents"]
    failed = [one for one in events if one["ResourceStatus"] == "CREATE_FAILED"]
    assert [one["LogicalResourceId"] for one in failed] == ["Bad"]
    with pytest.raises(ClientError, match="can not be updated"):
        prepare(cloudformation, stack, body, Capabilities=["CAPABILITY_IAM"])


def test_a_failed_update_goes_back(
    cloudformation: CloudFormationClient, sqs: SQSClient, stack: str
) -> None:
    outputs = {"Url": {"Value": {"Ref": "Main"}}}
    before = template({"Main": queue(DelaySeconds=1)}, Outputs=outputs)
    url = deploy(cloudformation, stack, before)["Outputs"][0]["OutputValue"]
    bad = role(ManagedPolicyArns=["arn:aws:iam::aws:policy/No"])
    after = template({"Main": queue(DelaySeconds=2), "Bad": {**bad, "DependsOn": "Main"}})
    with pytest.raises(WaiterError):
        deploy(cloudformation, stack, after, Capabilities=["CAPABILITY_IAM"])
    [found] = cloudformation.describe_stacks(StackName=stack)["Stacks"]
    assert found["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert attributes["DelaySeconds"] == "1"
    kept = cloudformation.get_template(StackName=stack)["TemplateBody"]
    assert list(kept["Resources"]) == ["Main"]


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        ({"ChangeSetType": "UPDATE"}, "ValidationError"),
        ({"ChangeSetType": "IMPORT"}, "ValidationError"),
        ({"TemplateBody": "{"}, "ValidationError"),
        ({"TemplateBody": '{"Resources": {}}'}, "ValidationError"),
        ({"TemplateBody": template({"Role": role()})}, "InsufficientCapabilitiesException"),
        (
            {
                "TemplateBody": template({"Role": role(RoleName="named")}),
                "Capabilities": ["CAPABILITY_IAM"],
            },
            "InsufficientCapabilitiesException",
        ),
        ({"Parameters": [{"ParameterKey": "No", "ParameterValue": "x"}]}, "ValidationError"),
    ],
)
def test_a_request_that_cannot_be_is_refused_by_its_code(
    cloudformation: CloudFormationClient, stack: str, request_: dict[str, Any], code: str
) -> None:
    request: dict[str, Any] = {
        "StackName": stack,
        "ChangeSetName": "next",
        "ChangeSetType": "CREATE",
        "TemplateBody": template({"Main": queue()}),
        **request_,
    }
    with pytest.raises(ClientError) as error:
        cloudformation.create_change_set(**request)
    assert code_of(error) == code
    with pytest.raises(ClientError):
        cloudformation.describe_stacks(StackName=stack)


def test_names_are_taken_once(cloudformation: CloudFormationClient, stack: str) -> None:
    body = template({"Main": queue()})
    prepare(cloudformation, stack, body, ChangeSetType="CREATE")
    with pytest.raises(ClientError) as error:
        prepare(cloudformation, stack, body, ChangeSetType="CREATE")
    assert code_of(error) == "AlreadyExistsException"
    cloudformation.delete_change_set(StackName=stack, ChangeSetName="next")
    with pytest.raises(ClientError) as error:
        cloudformation.describe_change_set(StackName=stack, ChangeSetName="next")
    assert code_of(error) == "ChangeSetNotFound"


def test_changes_come_in_pages(cloudformation: CloudFormationClient, stack: str) -> None:
    body = template({f"Q{number}": queue() for number in range(150)})
    first = prepare(cloudformation, stack, body, ChangeSetType="CREATE")
    second = cloudformation.describe_change_set(
        StackName=stack, ChangeSetName="next", NextToken=first["NextToken"]
    )
    assert (len(first["Changes"]), len(second["Changes"])) == (100, 50)
    assert "NextToken" not in second


def test_a_rollback_that_failed_is_continued(
    cloudformation: CloudFormationClient,
    sqs: SQSClient,
    stack: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    outputs = {"Url": {"Value": {"Ref": "Main"}}}
    before = template({"Main": queue(DelaySeconds=1)}, Outputs=outputs)
    url = deploy(cloudformation, stack, before)["Outputs"][0]["OutputValue"]
    call, updates = Clients.call, itertools.count()

    def refuse(
        clients: Clients, service: str, name: str, parameters: Mapping[str, Any]
    ) -> dict[str, Any]:
        if name == "CreateTopic" or (name == "SetQueueAttributes" and next(updates)):
            raise OperationError(name, "ServiceFailure", "out of order")
        return call(clients, service, name, parameters)

    topic = {"Type": "AWS::SNS::Topic", "DependsOn": "Main"}
    with monkeypatch.context() as patch, pytest.raises(WaiterError):
        patch.setattr(Clients, "call", refuse)
        deploy(cloudformation, stack, template({"Main": queue(DelaySeconds=2), "Topic": topic}))
    [found] = cloudformation.describe_stacks(StackName=stack)["Stacks"]
    assert found["StackStatus"] == "UPDATE_ROLLBACK_FAILED"
    cloudformation.continue_update_rollback(StackName=stack)
    waiter = cloudformation.get_waiter("stack_rollback_complete")
    waiter.wait(StackName=stack, WaiterConfig=WAIT)
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert attributes["DelaySeconds"] == "1"
    with pytest.raises(ClientError, match="is in UPDATE_ROLLBACK_COMPLETE state"):
        cloudformation.continue_update_rollback(StackName=stack)
