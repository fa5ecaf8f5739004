"""Stacks without change sets: descriptions, protection, errors, templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from tests.integration.cloudformation.conftest import queue, role, template

if TYPE_CHECKING:
    from mypy_boto3_cloudformation.client import CloudFormationClient
    from mypy_boto3_s3.client import S3Client
    from mypy_boto3_sqs.client import SQSClient

WAIT: Any = {"Delay": 1, "MaxAttempts": 30}


def create(client: CloudFormationClient, stack: str, body: str, **more: Any) -> str:  # noqa: ANN401
    """Create a stack and return its id."""
    made = client.create_stack(StackName=stack, TemplateBody=body, **more)
    client.get_waiter("stack_create_complete").wait(StackName=stack, WaiterConfig=WAIT)
    return made["StackId"]


def message_of(error: pytest.ExceptionInfo[ClientError]) -> str:
    return error.value.response["Error"]["Message"]


def test_a_stack_that_is_not_there_is_a_validation_error(
    cloudformation: CloudFormationClient, stack: str
) -> None:
    with pytest.raises(ClientError) as error:
        cloudformation.describe_stacks(StackName=stack)
    assert error.value.response["Error"]["Code"] == "ValidationError"
    assert message_of(error) == f"Stack with id {stack} does not exist"
    cloudformation.delete_stack(StackName=stack)


def test_an_operation_that_is_missing_says_so(cloudformation: CloudFormationClient) -> None:
    with pytest.raises(ClientError) as error:
        cloudformation.list_stack_sets()
    assert error.value.response["Error"]["Code"] == "NotImplemented"
    assert "ListStackSets" in message_of(error)


@pytest.mark.parametrize(("length", "in_bucket"), [(51_201, False), (1_000_001, True)])
def test_a_template_that_is_too_large_is_refused(
    cloudformation: CloudFormationClient, s3: S3Client, stack: str, length: int, in_bucket: bool
) -> None:
    body = template({"Main": queue()})
    body += " " * (length - len(body))
    given: Any = {"TemplateBody": body}
    if in_bucket:
        s3.create_bucket(Bucket=stack)
        s3.put_object(Bucket=stack, Key="a.json", Body=body.encode())
        given = {"TemplateURL": f"https://s3.us-east-1.amazonaws.com/{stack}/a.json"}
    with pytest.raises(ClientError, match=r"51200|may not exceed 1000000 bytes") as error:
        cloudformation.create_stack(StackName=stack, **given)
    assert error.value.response["Error"]["Code"] == "ValidationError"


def test_an_update_without_changes_is_refused(
    cloudformation: CloudFormationClient, stack: str
) -> None:
    create(cloudformation, stack, template({"Main": queue()}))
    with pytest.raises(ClientError) as error:
        cloudformation.update_stack(StackName=stack, UsePreviousTemplate=True)
    assert message_of(error) == "No updates are to be performed."


def test_what_would_have_no_effect_is_refused(
    cloudformation: CloudFormationClient, stack: str
) -> None:
    with pytest.raises(ClientError, match="DisableRollback is not supported"):
        cloudformation.create_stack(
            StackName=stack, TemplateBody=template({"Main": queue()}), DisableRollback=True
        )


def test_a_protected_stack_is_not_deleted(cloudformation: CloudFormationClient, stack: str) -> None:
    body = template({"Main": queue()})
    create(cloudformation, stack, body, EnableTerminationProtection=True)
    with pytest.raises(ClientError, match="TerminationProtection is enabled"):
        cloudformation.delete_stack(StackName=stack)
    cloudformation.update_termination_protection(StackName=stack, EnableTerminationProtection=False)
    cloudformation.delete_stack(StackName=stack)
    cloudformation.get_waiter("stack_delete_complete").wait(StackName=stack, WaiterConfig=WAIT)


def test_an_export_in_use_keeps_its_stack(cloudformation: CloudFormationClient, stack: str) -> None:
    export = {"Url": {"Value": {"Ref": "Main"}, "Export": {"Name": f"{stack}:url"}}}
    create(cloudformation, stack, template({"Main": queue()}, Outputs=export))
    value = {"Type": "String", "Value": {"Fn::ImportValue": f"{stack}:url"}}
    user = {"User": {"Type": "AWS::SSM::Parameter", "Properties": value}}
    create(cloudformation, f"{stack}-user", template(user))
    found = cloudformation.list_imports(ExportName=f"{stack}:url")["Imports"]
    assert found == [f"{stack}-user"]
    cloudformation.delete_stack(StackName=stack)
    waiter = cloudformation.get_waiter("stack_delete_complete")
    with pytest.raises(Exception, match="DELETE_FAILED"):
        waiter.wait(StackName=stack, WaiterConfig=WAIT)
    [kept] = cloudformation.describe_stacks(StackName=stack)["Stacks"]
    assert "is in use by" in kept["StackStatusReason"]
    for name in (f"{stack}-user", stack):
        cloudformation.delete_stack(StackName=name)
        waiter.wait(StackName=name, WaiterConfig=WAIT)


def test_a_secret_parameter_is_not_shown(cloudformation: CloudFormationClient, stack: str) -> None:
    parameters = {"Secret": {"Type": "String", "NoEcho": True}}
    value = {"Type": "String", "Value": {"Ref": "Secret"}}
    body = template(
        {"P": {"Type": "AWS::SSM::Parameter", "Properties": value}}, Parameters=parameters
    )
    given: Any = [{"ParameterKey": "Secret", "ParameterValue": "tell nobody"}]
    create(cloudformation, stack, body, Parameters=given)
    [found] = cloudformation.describe_stacks(StackName=stack)["Stacks"]
    assert found["Parameters"] == [{"ParameterKey": "Secret", "ParameterValue": "****"}]
    kept: Any = [{"ParameterKey": "Secret", "UsePreviousValue": True}]
    with pytest.raises(ClientError, match="No updates"):
        cloudformation.update_stack(StackName=stack, UsePreviousTemplate=True, Parameters=kept)


def test_yaml_with_short_functions_is_read(
    cloudformation: CloudFormationClient, sqs: SQSClient, stack: str
) -> None:
    body = """
    Resources:
      Main: {Type: AWS::SQS::Queue}
    Outputs:
      Name: {Value: !GetAtt Main.QueueName}
      Text: {Value: !Sub "of ${AWS::StackName} since 2010-09-09"}
    """
    create(cloudformation, stack, body)
    [found] = cloudformation.describe_stacks(StackName=stack)["Stacks"]
    values = {one["OutputKey"]: one["OutputValue"] for one in found["Outputs"]}
    assert sqs.get_queue_url(QueueName=values["Name"])
    assert values["Text"] == f"of {stack} since 2010-09-09"


def test_resources_and_events_come_in_pages(
    cloudformation: CloudFormationClient, stack: str
) -> None:
    create(cloudformation, stack, template({f"Q{number}": queue() for number in range(120)}))
    listed = cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack)
    assert [len(one["StackResourceSummaries"]) for one in listed] == [100, 20]
    pages = cloudformation.get_paginator("describe_stack_events").paginate(StackName=stack)
    events = [event for one in pages for event in one["StackEvents"]]
    assert len({event["EventId"] for event in events}) == len(events) == 242
    times = [event["Timestamp"] for event in events]
    assert times == sorted(times, reverse=True)
    with pytest.raises(ClientError, match="Invalid token"):
        cloudformation.list_stack_resources(StackName=stack, NextToken="x")


def test_a_resource_is_found_by_its_name_and_by_its_physical_id(
    cloudformation: CloudFormationClient, stack: str
) -> None:
    create(cloudformation, stack, template({"Main": queue()}))
    detail = cloudformation.describe_stack_resource(StackName=stack, LogicalResourceId="Main")
    physical = detail["StackResourceDetail"]["PhysicalResourceId"]
    found = cloudformation.describe_stack_resources(PhysicalResourceId=physical)["StackResources"]
    assert [one["LogicalResourceId"] for one in found] == ["Main"]
    with pytest.raises(ClientError, match="does not exist for stack"):
        cloudformation.describe_stack_resource(StackName=stack, LogicalResourceId="Other")


def test_drift_is_looked_up(
    cloudformation: CloudFormationClient, sqs: SQSClient, stack: str
) -> None:
    resources = {"Changed": queue(DelaySeconds=1), "Gone": queue(), "Same": queue(DelaySeconds=3)}
    create(cloudformation, stack, template(resources))
    ids = {
        one["LogicalResourceId"]: one["PhysicalResourceId"]
        for one in cloudformation.describe_stack_resources(StackName=stack)["StackResources"]
    }
    assert drift(cloudformation, stack) == {
        "Changed": "IN_SYNC",
        "Gone": "IN_SYNC",
        "Same": "IN_SYNC",
    }
    sqs.set_queue_attributes(QueueUrl=ids["Changed"], Attributes={"DelaySeconds": "2"})
    sqs.delete_queue(QueueUrl=ids["Gone"])
    assert drift(cloudformation, stack) == {
        "Changed": "MODIFIED",
        "Gone": "DELETED",
        "Same": "IN_SYNC",
    }
    [changed] = cloudformation.describe_stack_resource_drifts(
        StackName=stack, StackResourceDriftStatusFilters=["MODIFIED"]
    )["StackResourceDrifts"]
    [difference] = changed["PropertyDifferences"]
    assert (difference["ExpectedValue"], difference["ActualValue"]) == ("1", "2")
    assert difference["PropertyPath"] == "/DelaySeconds"


def drift(client: CloudFormationClient, stack: str) -> dict[str, str]:
    """Detect drift and return the status of every resource."""
    detection = client.detect_stack_drift(StackName=stack)["StackDriftDetectionId"]
    found = client.describe_stack_drift_detection_status(StackDriftDetectionId=detection)
    assert found["DetectionStatus"] == "DETECTION_COMPLETE"
    drifts = client.describe_stack_resource_drifts(StackName=stack)["StackResourceDrifts"]
    return {one["LogicalResourceId"]: one["StackResourceDriftStatus"] for one in drifts}


def test_a_role_needs_to_be_acknowledged(cloudformation: CloudFormationClient, stack: str) -> None:
    with pytest.raises(ClientError) as error:
        create(cloudformation, stack, template({"Role": role()}))
    assert message_of(error) == "Requires capabilities : [CAPABILITY_IAM]"
