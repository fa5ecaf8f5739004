"""A function, a state machine and a rule may do what their roles allow, and nothing else."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
import urllib3
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.integration.execution.conftest import ACCOUNT, REGION, trusting
from twin_local.execution.events.delivery import Parcel
from twin_local.execution.plant import Execution

TABLE = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/roles"


@dataclass(frozen=True)
class Bound:
    """A role, and clients that sign with its credentials."""

    aws: Execution
    arn: str
    iam: Any

    def allow(self, *actions: str, on: str | list[str] = "*", **more: Any) -> None:
        statement = {"Effect": "Allow", "Action": list(actions), "Resource": on, **more}
        document = {"Version": "2012-10-17", "Statement": [statement]}
        self.iam.put_role_policy(
            RoleName="bound", PolicyName="given", PolicyDocument=json.dumps(document)
        )

    def client(self, service: str) -> Any:
        keys = self.aws.credentials.of_role(self.arn)
        return boto3.client(  # type: ignore[call-overload]
            service,
            region_name=REGION,
            endpoint_url=self.aws.context.endpoint_url,
            aws_access_key_id=keys.access_key_id,
            aws_secret_access_key=keys.secret_access_key,
            aws_session_token=keys.session_token,
            config=Config(
                inject_host_prefix=False,
                retries={"total_max_attempts": 1},
                signature_version="s3v4" if service == "s3" else None,
            ),
        )


@pytest.fixture
def bound(aws: Execution, client: Callable[[str], Any]) -> Iterator[Bound]:
    iam, dynamodb = client("iam"), client("dynamodb")
    role = iam.create_role(
        RoleName="bound",
        AssumeRolePolicyDocument=trusting("lambda", "scheduler", "states"),
    )["Role"]["Arn"]
    dynamodb.create_table(
        TableName="roles",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    yield Bound(aws, role, iam)
    dynamodb.delete_table(TableName="roles")
    for policy in iam.list_role_policies(RoleName="bound")["PolicyNames"]:
        iam.delete_role_policy(RoleName="bound", PolicyName=policy)
    iam.delete_role(RoleName="bound")


def put(bound: Bound) -> Any:
    return bound.client("dynamodb").put_item(TableName="roles", Item={"id": {"S": "a"}})


def refused(call: Callable[[], Any]) -> dict[str, Any]:
    with pytest.raises(ClientError) as raised:
        call()
    error: dict[str, Any] = dict(raised.value.response["Error"])
    return error


def test_a_role_without_a_policy_may_do_nothing(bound: Bound) -> None:
    error = refused(lambda: put(bound))
    assert error["Code"] == "AccessDeniedException"
    assert f"dynamodb:PutItem on resource: {TABLE}" in error["Message"]
    assert "assumed-role/bound" in error["Message"]


def test_a_role_may_do_what_its_policy_allows_on_that_resource(bound: Bound) -> None:
    bound.allow("dynamodb:PutItem", on=TABLE)
    put(bound)
    bound.allow("dynamodb:PutItem", on=TABLE + "s")
    assert refused(lambda: put(bound))["Code"] == "AccessDeniedException"


def test_an_explicit_deny_wins(bound: Bound) -> None:
    bound.allow("dynamodb:*")
    put(bound)
    never = {"Effect": "Deny", "Action": "*", "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": never})
    bound.iam.put_role_policy(RoleName="bound", PolicyName="never", PolicyDocument=document)
    assert "explicit deny" in refused(lambda: put(bound))["Message"]


def test_an_index_and_each_item_of_a_transaction_are_resources_of_their_own(bound: Bound) -> None:
    bound.allow("dynamodb:Query", "dynamodb:PutItem", on=TABLE)
    dynamodb = bound.client("dynamodb")
    query: dict[str, Any] = {
        "TableName": "roles",
        "IndexName": "by-time",
        "KeyConditionExpression": "id = :id",
        "ExpressionAttributeValues": {":id": {"S": "a"}},
    }
    assert f"{TABLE}/index/by-time" in refused(lambda: dynamodb.query(**query))["Message"]
    items = [
        {"Put": {"TableName": "roles", "Item": {"id": {"S": "b"}}}},
        {"Delete": {"TableName": "roles", "Key": {"id": {"S": "a"}}}},
    ]
    error = refused(lambda: dynamodb.transact_write_items(TransactItems=items))
    assert "dynamodb:DeleteItem" in error["Message"]


def test_object_storage_is_decided_by_key_and_answers_in_its_own_shape(
    bound: Bound, client: Callable[[str], Any]
) -> None:
    client("s3").create_bucket(Bucket="roles")
    client("s3").put_object(Bucket="roles", Key="open/a", Body=b"a")
    client("s3").put_object(Bucket="roles", Key="closed/a", Body=b"a")
    bound.allow("s3:GetObject", on="arn:aws:s3:::roles/open/*")
    s3 = bound.client("s3")
    assert s3.get_object(Bucket="roles", Key="open/a")["Body"].read() == b"a"
    error = refused(lambda: s3.get_object(Bucket="roles", Key="closed/a"))
    assert error["Code"] == "AccessDenied"
    assert refused(lambda: s3.list_objects_v2(Bucket="roles"))["Code"] == "AccessDenied"
    assert refused(lambda: s3.put_object(Bucket="roles", Key="open/b"))["Code"] == "AccessDenied"
    for key in ("open/a", "closed/a"):
        client("s3").delete_object(Bucket="roles", Key=key)
    client("s3").delete_bucket(Bucket="roles")


def test_a_presigned_address_gives_what_its_role_may(
    bound: Bound, client: Callable[[str], Any]
) -> None:
    client("s3").create_bucket(Bucket="signed")
    client("s3").put_object(Bucket="signed", Key="a", Body=b"a")
    url = bound.client("s3").generate_presigned_url(
        "get_object", Params={"Bucket": "signed", "Key": "a"}
    )
    assert urllib3.request("GET", url).status == 403
    bound.allow("s3:GetObject", on="arn:aws:s3:::signed/*")
    assert urllib3.request("GET", url).status == 200
    client("s3").delete_object(Bucket="signed", Key="a")
    client("s3").delete_bucket(Bucket="signed")


def test_who_is_no_role_is_not_bound(client: Callable[[str], Any], bound: Bound) -> None:
    client("dynamodb").put_item(TableName="roles", Item={"id": {"S": "a"}})


def test_a_function_runs_under_its_role(
    bound: Bound, client: Callable[[str], Any], function: Callable[..., str]
) -> None:
    source = (
        "import boto3\n"
        "def handler(event, context):\n"
        "    boto3.client('dynamodb').put_item(TableName='roles', Item={'id': {'S': 'f'}})\n"
        "    return 'done'\n"
    )
    function("under_role", source)
    api = client("lambda")
    api.update_function_configuration(FunctionName="under_role", Role=bound.arn)

    def answer() -> dict[str, Any]:
        called = api.invoke(FunctionName="under_role")
        return {"error": called.get("FunctionError"), "body": called["Payload"].read().decode()}

    assert "AccessDeniedException" in answer()["body"]
    bound.allow("dynamodb:PutItem", on=TABLE)
    assert answer() == {"error": None, "body": '"done"'}


def test_a_state_machine_runs_under_its_role(bound: Bound, client: Callable[[str], Any]) -> None:
    states = client("stepfunctions")
    definition = {
        "StartAt": "Put",
        "States": {
            "Put": {
                "Type": "Task",
                "Resource": "arn:aws:states:::dynamodb:putItem",
                "Parameters": {"TableName": "roles", "Item": {"id": {"S": "m"}}},
                "End": True,
            }
        },
    }
    machine = states.create_state_machine(
        name="bound", definition=json.dumps(definition), roleArn=bound.arn
    )["stateMachineArn"]

    def run() -> dict[str, Any]:
        execution = states.start_execution(stateMachineArn=machine)["executionArn"]
        for _ in range(100):
            found: dict[str, Any] = states.describe_execution(executionArn=execution)
            if found["status"] != "RUNNING":
                return found
            time.sleep(0.05)
        raise AssertionError("the execution did not end")

    failed = run()
    assert failed["status"] == "FAILED"
    assert "dynamodb:PutItem" in failed["cause"]
    bound.allow("dynamodb:PutItem", on=TABLE)
    assert run()["status"] == "SUCCEEDED"
    states.delete_state_machine(stateMachineArn=machine)


def test_refusals_and_unused_permissions_are_known(bound: Bound) -> None:
    bound.allow("dynamodb:PutItem", "dynamodb:GetItem", "s3:Get*", on="*")
    put(bound)
    refused(lambda: bound.client("sqs").list_queues())
    last = bound.aws.guard.usage.refusals[-1]
    assert (last.role, last.action) == (bound.arn, "sqs:ListQueues")
    assert bound.aws.guard.usage.unused(ACCOUNT)[bound.arn] == ["dynamodb:GetItem", "s3:Get*"]


def test_services_are_known_by_the_names_that_they_are_signed_for(bound: Bound) -> None:
    error = refused(lambda: bound.client("cloudwatch").list_dashboards())
    assert "cloudwatch:ListDashboards" in error["Message"]
    error = refused(lambda: bound.client("iot-data").get_thing_shadow(thingName="t"))
    assert "thing/t" in error["Message"]


def test_what_cannot_be_decided_is_not_let_pass(bound: Bound) -> None:
    bound.allow("*")
    error = refused(
        lambda: bound.client("forecastquery").query_forecast(ForecastArn="a:b", Filters={})
    )
    assert error["Code"] == "AccessDeniedException"


def received(sqs: Any, url: str) -> list[str]:
    """Return the bodies of what comes into a queue within five seconds."""
    answer = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=5, MaxNumberOfMessages=10)
    return [message["Body"] for message in answer.get("Messages", [])]


def test_a_schedule_that_may_not_invoke_gives_up_to_its_dead_letter_queue(
    bound: Bound, client: Callable[[str], Any], function: Callable[..., str]
) -> None:
    arn = function("never_invoked", "def handler(event, context):\n    pass\n")
    sqs = client("sqs")
    url = sqs.create_queue(QueueName="given-up")["QueueUrl"]
    queue = f"arn:aws:sqs:{REGION}:{ACCOUNT}:given-up"
    bound.allow("sqs:SendMessage", on=queue)
    target = {"Arn": arn, "RoleArn": bound.arn, "DeadLetterConfig": {"Arn": queue}}
    source = f"arn:aws:scheduler:{REGION}:{ACCOUNT}:schedule/default/one"
    bound.aws.deliveries.send(Parcel(source=source, target=target, input={"k": 1}))
    assert received(sqs, url) == ['{"k": 1}']
    assert bound.aws.guard.usage.refusals[-1].action == "lambda:InvokeFunction"
    sqs.delete_queue(QueueUrl=url)


def test_a_failed_event_reaches_the_queue_only_where_the_role_may_send(
    bound: Bound, client: Callable[[str], Any], function: Callable[..., str]
) -> None:
    sqs = client("sqs")
    url = sqs.create_queue(QueueName="failed")["QueueUrl"]
    queue = f"arn:aws:sqs:{REGION}:{ACCOUNT}:failed"
    function("always_fails", "def handler(event, context):\n    raise ValueError('no')\n")
    api = client("lambda")
    api.update_function_configuration(FunctionName="always_fails", Role=bound.arn)
    api.put_function_event_invoke_config(
        FunctionName="always_fails",
        MaximumRetryAttempts=0,
        DestinationConfig={"OnFailure": {"Destination": queue}},
    )
    api.invoke(FunctionName="always_fails", InvocationType="Event", Payload=b"{}")
    assert received(sqs, url) == []
    assert bound.aws.guard.usage.refusals[-1].action == "sqs:SendMessage"
    bound.allow("sqs:SendMessage", on=queue)
    api.invoke(FunctionName="always_fails", InvocationType="Event", Payload=b"{}")
    assert len(received(sqs, url)) == 1
    sqs.delete_queue(QueueUrl=url)
