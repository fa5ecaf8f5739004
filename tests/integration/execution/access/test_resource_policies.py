"""Services send to queues and topics only where these let them; so do roles, by either side."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.integration.execution.access.conftest import Client, Queue, Role, allowing, refused
from tests.integration.execution.conftest import ACCOUNT, REGION
from twin_local.execution.plant import Execution

MakeQueue = Callable[[], Queue]
RULE = f"arn:aws:events:{REGION}:{ACCOUNT}:rule/spoken"


@pytest.fixture
def rule(client: Client) -> Iterator[Callable[..., None]]:
    """Return what gives the rule `spoken` a target and sends it one event."""
    events = client("events")
    events.put_rule(Name="spoken", EventPattern='{"source": ["said"]}')

    def send(aws: Execution, arn: str, **more: Any) -> None:
        events.put_targets(Rule="spoken", Targets=[{"Id": "1", "Arn": arn, **more}])
        events.put_events(Entries=[{"Source": "said", "DetailType": "t", "Detail": "{}"}])
        aws.deliveries.settle(5)

    yield send
    events.remove_targets(Rule="spoken", Ids=["1"])
    events.delete_rule(Name="spoken")


@pytest.mark.parametrize(
    ("service", "action", "source", "arrives"),
    [
        ("events", "sqs:SendMessage", RULE, True),
        ("events", "SQS:*", RULE[:-2] + "*", True),
        ("events", "sqs:SendMessage", RULE + "s", False),
        ("events", "sqs:ReceiveMessage", RULE, False),
        ("sns", "sqs:SendMessage", RULE, False),
    ],
)
def test_a_rule_sends_to_a_queue_that_lets_it(
    aws: Execution,
    queue: MakeQueue,
    rule: Callable[..., None],
    service: str,
    action: str,
    source: str,
    arrives: bool,
) -> None:
    target, dead = queue(), queue()
    target.give(allowing(service, action, source, "ArnLike"))
    dead.give(allowing("events", "sqs:SendMessage", RULE))
    rule(aws, target.arn, DeadLetterConfig={"Arn": dead.arn})
    assert len((target if arrives else dead).take()) == 1
    assert (dead if arrives else target).take(0) == []


def test_a_dead_letter_queue_needs_its_own_policy(
    aws: Execution, queue: MakeQueue, rule: Callable[..., None]
) -> None:
    target, dead = queue(), queue()
    rule(aws, target.arn, DeadLetterConfig={"Arn": dead.arn})
    assert target.take(0) == dead.take(0) == []
    refusals = [(one.role, one.resource) for one in aws.guard.usage.refusals[-2:]]
    assert refusals == [("events.amazonaws.com", one.arn) for one in (target, dead)]


def test_an_explicit_deny_wins(aws: Execution, queue: MakeQueue, rule: Callable[..., None]) -> None:
    target = queue()
    document = json.loads(allowing("events", "sqs:SendMessage", RULE))
    deny = {"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": target.arn}
    insecure = {"Condition": {"Bool": {"aws:SecureTransport": "false"}}}
    document["Statement"].append(deny | insecure)
    target.give(json.dumps(document))
    rule(aws, target.arn)
    assert len(target.take()) == 1
    document["Statement"][-1] = deny
    target.give(json.dumps(document))
    rule(aws, target.arn)
    assert target.take(0) == []
    assert aws.guard.usage.refusals[-1].reason == "with an explicit deny in a resource-based policy"


def test_a_topic_s_own_policy_lets_no_service_publish(
    aws: Execution, client: Client, queue: MakeQueue, rule: Callable[..., None]
) -> None:
    sns, target = client("sns"), queue()
    topic = sns.create_topic(Name="overheard")["TopicArn"]
    target.give(allowing("sns", "sqs:SendMessage", topic))
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=target.arn)
    rule(aws, topic)
    assert target.take(0) == []
    policy = allowing("events", "sns:Publish", RULE)
    sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=policy)
    rule(aws, topic)
    assert len(target.take()) == 1
    sns.delete_topic(TopicArn=topic)


def test_a_topic_gives_up_what_a_queue_does_not_let_it_send(
    client: Client, queue: MakeQueue
) -> None:
    sns, target, dead = client("sns"), queue(), queue()
    topic = sns.create_topic(Name="unheard")["TopicArn"]
    redrive = {"RedrivePolicy": json.dumps({"deadLetterTargetArn": dead.arn})}
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=target.arn, Attributes=redrive)
    sns.publish(TopicArn=topic, Message="lost")
    assert target.take(0) == dead.take(0) == []
    dead.give(allowing("sns", "sqs:SendMessage", topic))
    sns.publish(TopicArn=topic, Message="given up")
    assert json.loads(dead.take()[0])["Message"] == "given up"
    target.give(allowing("sns", "sqs:SendMessage", topic))
    sns.publish(TopicArn=topic, Message="heard")
    assert json.loads(target.take()[0])["Message"] == "heard"
    sns.delete_topic(TopicArn=topic)


def test_a_bucket_takes_only_destinations_that_it_may_send_to(
    aws: Execution, client: Client, queue: MakeQueue
) -> None:
    s3, target = client("s3"), queue()
    s3.create_bucket(Bucket="telling")
    queues = [{"QueueArn": target.arn, "Events": ["s3:ObjectCreated:*"]}]
    given = {"NotificationConfiguration": {"QueueConfigurations": queues}}

    def configure(**more: Any) -> Any:
        return s3.put_bucket_notification_configuration(Bucket="telling", **given, **more)

    error = refused(configure)
    assert (error["Code"], error["HTTPStatusCode"]) == ("InvalidArgument", 400)
    assert error["Message"] == "Unable to validate the following destination configurations"
    configure(SkipDestinationValidation=True)
    s3.put_object(Bucket="telling", Key="a", Body=b"a")
    aws.deliveries.settle(5)
    assert target.take(0) == []
    target.give(allowing("s3", "sqs:SendMessage", "arn:aws:s3:::telling", "ArnLike"))
    configure()
    assert json.loads(target.take()[0])["Event"] == "s3:TestEvent"
    s3.put_object(Bucket="telling", Key="a", Body=b"a")
    assert json.loads(target.take()[0])["Records"][0]["s3"]["object"]["key"] == "a"
    s3.delete_object(Bucket="telling", Key="a")
    s3.delete_bucket(Bucket="telling")


def test_a_role_sends_where_it_or_the_queue_allows_and_neither_denies(
    queue: MakeQueue, role: Callable[[], Role]
) -> None:
    target, sender = queue(), role()

    def send() -> Any:
        return sender.client("sqs").send_message(QueueUrl=target.url, MessageBody="m")

    assert refused(send)["Message"].endswith(
        "because no identity-based policy allows the sqs:SendMessage action"
    )
    grant = {"Action": "sqs:SendMessage", "Resource": "*", "Principal": {"AWS": sender.arn}}
    target.give(json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Allow", **grant}}))
    send()
    target.give(json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Deny", **grant}}))
    sender.allow("sqs:SendMessage")
    assert refused(send)["Message"].endswith("with an explicit deny in a resource-based policy")


def test_a_bucket_policy_grants_to_roles(client: Client, role: Callable[[], Role]) -> None:
    s3, reader = client("s3"), role()
    s3.create_bucket(Bucket="granting")
    s3.put_object(Bucket="granting", Key="a", Body=b"a")

    def read() -> Any:
        return reader.client("s3").get_object(Bucket="granting", Key="a")

    assert refused(read)["Code"] == "AccessDenied"
    grant = {
        "Effect": "Allow",
        "Principal": {"AWS": reader.arn},
        "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::granting/*",
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": grant})
    s3.put_bucket_policy(Bucket="granting", Policy=policy)
    assert read()["Body"].read() == b"a"
    s3.delete_object(Bucket="granting", Key="a")
    s3.delete_bucket(Bucket="granting")


def test_grants_of_resources_that_nobody_used_are_known(
    aws: Execution, queue: MakeQueue, rule: Callable[..., None]
) -> None:
    used, unused = queue(), queue()
    for one in (used, unused):
        one.give(allowing("events", "sqs:SendMessage", RULE))
    rule(aws, used.arn)
    found = aws.guard.usage.report(ACCOUNT)["unused_resource_policies"]
    assert isinstance(found, dict)
    assert used.arn not in found
    assert found[unused.arn] == [f"sqs:SendMessage to events.amazonaws.com for {RULE}"]
    assert not any(":topic" in arn or arn.endswith("overheard") for arn in found)
