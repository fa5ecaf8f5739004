"""A service invokes a function only where the function's own policy lets it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.integration.execution.conftest import ACCOUNT, OPEN, REGION
from twin_local.execution.access.callers import ServiceCaller
from twin_local.execution.access.function_policies import InvocationDenied
from twin_local.execution.plant import Execution

Client = Callable[[str], Any]
Function = Callable[..., str]
RULE = f"arn:aws:events:{REGION}:{ACCOUNT}:rule/heard"
EVENTS = ServiceCaller("events.amazonaws.com", RULE, ACCOUNT)
TELL = """
import boto3, json, os
def handler(event, context):
    boto3.client('sqs').send_message(QueueUrl=os.environ['QUEUE'], MessageBody=json.dumps(event))
"""


@pytest.fixture
def silent(function: Function) -> str:
    """Return a function that nobody may invoke."""
    return function("silent", "def handler(event, context):\n    return 1\n", callers=())


def allow(client: Client, arn: str, **given: Any) -> None:
    statement = {"StatementId": "s", "Action": "lambda:InvokeFunction"}
    client("lambda").add_permission(**{**statement, "FunctionName": arn, **given})


def may(aws: Execution, caller: ServiceCaller, arn: str) -> bool:
    try:
        aws.invoker.require(arn, caller)
    except InvocationDenied:
        return False
    return True


def test_without_a_statement_no_service_may(aws: Execution, silent: str) -> None:
    with pytest.raises(InvocationDenied, match="no resource-based policy allows"):
        aws.invoker.require(silent, EVENTS)


@pytest.mark.parametrize(
    ("given", "allowed"),
    [
        ({}, True),
        ({"SourceArn": RULE}, True),
        ({"SourceArn": RULE.replace("heard", "*")}, True),
        ({"SourceArn": RULE + "s"}, False),
        ({"SourceAccount": ACCOUNT}, True),
        ({"SourceAccount": "222222222222"}, False),
        ({"SourceArn": RULE, "SourceAccount": "222222222222"}, False),
        ({"Principal": "sns.amazonaws.com"}, False),
        ({"Principal": ACCOUNT}, False),
        ({"Principal": "*"}, True),
        ({"Action": "lambda:GetFunction"}, False),
        ({"Action": "lambda:*"}, True),
    ],
)
def test_principal_action_and_conditions_decide(
    aws: Execution, client: Client, silent: str, given: dict[str, str], allowed: bool
) -> None:
    allow(client, silent, **{"Principal": "events.amazonaws.com", **given})
    assert may(aws, EVENTS, silent) is allowed


def test_each_qualifier_has_its_own_policy(aws: Execution, client: Client, silent: str) -> None:
    api = client("lambda")
    api.publish_version(FunctionName="silent")
    api.create_alias(FunctionName="silent", Name="live", FunctionVersion="1")
    allow(client, f"{silent}:live", Principal="events.amazonaws.com")
    assert may(aws, EVENTS, f"{silent}:live")
    assert not may(aws, EVENTS, silent)
    assert not may(aws, EVENTS, f"{silent}:1")
    allow(client, silent, Principal="events.amazonaws.com")
    assert may(aws, EVENTS, f"{silent}:$LATEST")
    policy = json.loads(api.get_policy(FunctionName="silent", Qualifier="live")["Policy"])
    assert [one["Resource"] for one in policy["Statement"]] == [f"{silent}:live"]


def test_a_statement_id_can_be_used_once_and_is_free_when_removed(
    aws: Execution, client: Client, silent: str
) -> None:
    allow(client, silent, Principal="events.amazonaws.com")
    with pytest.raises(ClientError) as caught:
        allow(client, silent, Principal="events.amazonaws.com")
    assert caught.value.response["Error"]["Code"] == "ResourceConflictException"
    client("lambda").remove_permission(FunctionName="silent", StatementId="s")
    assert not may(aws, EVENTS, silent)


@pytest.fixture
def queue(client: Client) -> Iterator[str]:
    url = client("sqs").create_queue(QueueName="told")["QueueUrl"]
    yield url
    client("sqs").delete_queue(QueueUrl=url)


def received(client: Client, url: str, limit_s: float = 10) -> Any:
    end = time.monotonic() + limit_s
    while time.monotonic() < end:
        if found := client("sqs").receive_message(QueueUrl=url).get("Messages"):
            return json.loads(found[0]["Body"])
        time.sleep(0.05)
    return None


def settled(aws: Execution) -> None:
    """Wait until nothing is on its way to a function."""
    aws.deliveries.settle(5)
    end = time.monotonic() + 10
    while aws.queue.pending and time.monotonic() < end:
        time.sleep(0.02)


@pytest.mark.parametrize("permitted", [False, True])
def test_a_topic_needs_a_permission(
    aws: Execution, client: Client, function: Function, queue: str, permitted: bool
) -> None:
    callers = ("sns.amazonaws.com",) if permitted else ()
    arn = function("on_topic", TELL, callers, Environment={"Variables": {"QUEUE": queue}})
    topic = client("sns").create_topic(Name="spoken")["TopicArn"]
    client("sns").subscribe(TopicArn=topic, Protocol="lambda", Endpoint=arn)
    sent = client("sns").publish(TopicArn=topic, Message="hello", Subject="s")
    settled(aws)
    if not permitted:
        assert received(client, queue, 0.1) is None
    else:
        record = received(client, queue)["Records"][0]["Sns"]
        assert (record["Message"], record["Subject"]) == ("hello", "s")
        assert (record["TopicArn"], record["MessageId"]) == (topic, sent["MessageId"])
    client("sns").delete_topic(TopicArn=topic)


@pytest.mark.parametrize("permitted", [False, True])
def test_a_bucket_needs_a_permission(
    aws: Execution, client: Client, function: Function, queue: str, permitted: bool
) -> None:
    callers = ("s3.amazonaws.com",) if permitted else ()
    arn = function("on_bucket", TELL, callers, Environment={"Variables": {"QUEUE": queue}})
    s3 = client("s3")
    s3.create_bucket(Bucket="heard")
    configuration = {"LambdaFunctionArn": arn, "Events": ["s3:ObjectCreated:*"]}
    s3.put_bucket_notification_configuration(
        Bucket="heard",
        NotificationConfiguration={"LambdaFunctionConfigurations": [configuration]},
        SkipDestinationValidation=True,
    )
    s3.put_object(Bucket="heard", Key="a", Body=b"a")
    settled(aws)
    if permitted:
        assert received(client, queue)["Records"][0]["s3"]["object"]["key"] == "a"
    else:
        assert received(client, queue, 0.1) is None
    s3.delete_object(Bucket="heard", Key="a")
    s3.delete_bucket(Bucket="heard")


@pytest.mark.parametrize("permitted", [False, True])
def test_a_rule_needs_a_permission_and_gives_up_to_its_queue(
    aws: Execution, client: Client, function: Function, queue: str, permitted: bool
) -> None:
    callers = ("events.amazonaws.com",) if permitted else ()
    arn = function("on_rule", TELL, callers, Environment={"Variables": {"QUEUE": queue}})
    events, sqs = client("events"), client("sqs")
    letters = sqs.create_queue(QueueName="letters", Attributes=OPEN)["QueueUrl"]
    events.put_rule(Name="heard", EventPattern='{"source": ["test"]}')
    dead = {"Arn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:letters"}
    events.put_targets(Rule="heard", Targets=[{"Id": "1", "Arn": arn, "DeadLetterConfig": dead}])
    events.put_events(Entries=[{"Source": "test", "DetailType": "t", "Detail": '{"a": 1}'}])
    settled(aws)
    arrived = received(client, queue if permitted else letters)
    assert arrived["detail"] == {"a": 1}
    events.remove_targets(Rule="heard", Ids=["1"])
    events.delete_rule(Name="heard")
    sqs.delete_queue(QueueUrl=letters)
