"""SNS delivers to queues, functions and HTTP endpoints, filtered, retried and given up."""

from __future__ import annotations

import base64
import json
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from tests.integration.execution.messaging.conftest import Client, Listener, Queue
from twin_local.execution.plant import Execution
from twin_local.execution.topics.notification import signing_key

Make = Callable[..., Queue]


def test_a_queue_gets_the_signed_json_or_raw_the_message_itself(
    client: Client, queue: Make, topic: str
) -> None:
    sns, wrapped, raw = client("sns"), queue(), queue()
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=wrapped.arn)
    sns.subscribe(
        TopicArn=topic,
        Protocol="sqs",
        Endpoint=raw.arn,
        Attributes={"RawMessageDelivery": "true"},
    )
    attributes = {"n": {"DataType": "Number", "StringValue": "5"}}
    answer = sns.publish(
        TopicArn=topic, Message="hello", Subject="greeting", MessageAttributes=attributes
    )
    (message,) = raw.take()
    assert message["Body"] == "hello"
    assert message["MessageAttributes"]["n"] == {"DataType": "Number", "StringValue": "5"}
    body = json.loads(wrapped.take()[0]["Body"])
    assert body["MessageId"] == answer["MessageId"]
    assert (body["Type"], body["Subject"], body["Message"]) == (
        "Notification", "greeting", "hello",
    )  # fmt: skip
    assert body["MessageAttributes"] == {"n": {"Type": "Number", "Value": "5"}}
    names = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
    text = "".join(f"{name}\n{body[name]}\n" for name in names)
    signing_key().key.public_key().verify(
        base64.b64decode(body["Signature"]), text.encode(), padding.PKCS1v15(), hashes.SHA256()
    )


def test_raw_delivery_set_to_false_afterwards_is_off(
    client: Client, queue: Make, topic: str
) -> None:
    sns, there = client("sns"), queue()
    arn = sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=there.arn)["SubscriptionArn"]
    sns.set_subscription_attributes(
        SubscriptionArn=arn, AttributeName="RawMessageDelivery", AttributeValue="false"
    )
    sns.publish(TopicArn=topic, Message="x")
    assert json.loads(there.take()[0]["Body"])["Message"] == "x"


def test_policies_filter_by_attributes_and_by_body(client: Client, queue: Make, topic: str) -> None:
    sns, by_attribute, by_body = client("sns"), queue(), queue()
    for there, policy, scope in (
        (by_attribute, {"kind": [{"wildcard": "al*m"}]}, "MessageAttributes"),
        (by_body, {"pump": {"id": ["P-101"]}}, "MessageBody"),
    ):
        sns.subscribe(
            TopicArn=topic,
            Protocol="sqs",
            Endpoint=there.arn,
            Attributes={
                "RawMessageDelivery": "true",
                "FilterPolicy": json.dumps(policy),
                "FilterPolicyScope": scope,
            },
        )
    kind = {"kind": {"DataType": "String", "StringValue": "alarm"}}
    sns.publish(TopicArn=topic, Message="one", MessageAttributes=kind)
    sns.publish(TopicArn=topic, Message='{"pump": {"id": "P-101"}}')
    sns.publish(TopicArn=topic, Message='{"pump": {"id": "P-102"}}')
    assert [message["Body"] for message in by_attribute.take(2, limit_s=0.2)] == ["one"]
    found = [message["Body"] for message in by_body.take(2, limit_s=0.2)]
    assert found == ['{"pump": {"id": "P-101"}}']


def test_a_queue_that_is_gone_fails_nobody_else_and_fills_the_dead_letter_queue(
    client: Client, queue: Make, topic: str
) -> None:
    sns, dead, alive = client("sns"), queue(), queue()
    sns.subscribe(
        TopicArn=topic,
        Protocol="sqs",
        Endpoint="arn:aws:sqs:us-east-1:111111111111:nowhere",
        Attributes={"RedrivePolicy": json.dumps({"deadLetterTargetArn": dead.arn})},
    )
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=alive.arn)
    answer = sns.publish(TopicArn=topic, Message="x")
    (letter,) = dead.take()
    assert json.loads(letter["Body"])["MessageId"] == answer["MessageId"]
    assert "does not exist" in letter["MessageAttributes"]["ErrorMessage"]["StringValue"]
    assert len(alive.take()) == 1


def test_a_function_is_invoked_with_a_record_when_its_policy_allows(
    client: Client, queue: Make, topic: str, function: Callable[..., str]
) -> None:
    there, dead = queue(), queue()
    arn = function(
        "told",
        "import boto3, json, os\ndef handler(event, context):\n"
        "    boto3.client('sqs').send_message(QueueUrl=os.environ['URL'],"
        " MessageBody=json.dumps(event))",
        callers=(),
        Environment={"Variables": {"URL": there.url}},
        Timeout=20,
    )
    client("sns").subscribe(
        TopicArn=topic,
        Protocol="lambda",
        Endpoint=arn,
        Attributes={"RedrivePolicy": json.dumps({"deadLetterTargetArn": dead.arn})},
    )
    client("sns").publish(TopicArn=topic, Message="not yet")
    assert json.loads(dead.take()[0]["Body"])["Message"] == "not yet"
    client("lambda").add_permission(
        FunctionName="told",
        StatementId="sns",
        Action="lambda:InvokeFunction",
        Principal="sns.amazonaws.com",
        SourceArn=topic,
    )
    client("sns").publish(TopicArn=topic, Message="now", Subject="s")
    (record,) = json.loads(there.take()[0]["Body"])["Records"]
    assert record["EventSource"] == "aws:sns"
    assert (record["Sns"]["Message"], record["Sns"]["Subject"]) == ("now", "s")
    assert record["Sns"]["TopicArn"] == topic


def test_an_http_endpoint_confirms_gets_messages_and_is_tried_again(
    aws: Execution, client: Client, topic: str, listener: Listener
) -> None:
    sns = client("sns")
    arn = sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=listener.url)["SubscriptionArn"]
    headers, _ = listener.wait(1)[0]
    assert headers["x-amz-sns-message-type"] == "SubscriptionConfirmation"
    sns.publish(TopicArn=topic, Message="too early")
    with urllib.request.urlopen(listener.json(0)["SubscribeURL"], timeout=10) as answer:
        assert arn in answer.read().decode()
    attributes = sns.get_subscription_attributes(SubscriptionArn=arn)["Attributes"]
    assert attributes["PendingConfirmation"] == "false"
    listener.answers += [503, 200]
    sns.publish(TopicArn=topic, Message="hello")
    listener.wait(2)
    while aws.later.next_due() is None:
        pass
    aws.timeline.advance(21)
    listener.wait(3)
    assert [listener.json(n)["Message"] for n in (1, 2)] == ["hello", "hello"]
    assert listener.json(1)["MessageId"] == listener.json(2)["MessageId"]


@pytest.mark.parametrize("endpoint", ["http://example.com/x", "https://127.0.0.1:1/x", "ftp://x"])
def test_an_endpoint_elsewhere_or_of_another_protocol_is_refused(
    client: Client, topic: str, endpoint: str
) -> None:
    with pytest.raises(ClientError, match="InvalidParameter"):
        client("sns").subscribe(TopicArn=topic, Protocol="http", Endpoint=endpoint)


def test_a_wrong_token_confirms_nothing(client: Client, topic: str) -> None:
    with pytest.raises(ClientError, match="InvalidParameter"):
        client("sns").confirm_subscription(TopicArn=topic, Token="x")


def test_a_fifo_topic_feeds_fifo_queues_once_and_in_order(
    aws: Execution, client: Client, queue: Make
) -> None:
    sns, there = client("sns"), queue(fifo=True)
    attributes = {"FifoTopic": "true", "ContentBasedDeduplication": "true"}
    topic = sns.create_topic(Name="orders.fifo", Attributes=attributes)["TopicArn"]
    sns.subscribe(
        TopicArn=topic,
        Protocol="sqs",
        Endpoint=there.arn,
        Attributes={"RawMessageDelivery": "true"},
    )
    ids = [
        sns.publish(TopicArn=topic, Message=text, MessageGroupId="g")["MessageId"]
        for text in ("a", "b", "a", "c")
    ]
    assert ids[0] == ids[2]
    found = there.take(4, limit_s=0.3)
    assert [message["Body"] for message in found] == ["a", "b", "c"]
    assert {message["Attributes"]["MessageGroupId"] for message in found} == {"g"}
    aws.timeline.advance(301)
    sns.publish(TopicArn=topic, Message="a", MessageGroupId="g")
    assert [message["Body"] for message in there.take()] == ["a"]


def test_a_message_for_each_protocol(client: Client, queue: Make, topic: str) -> None:
    there = queue()
    client("sns").subscribe(
        TopicArn=topic,
        Protocol="sqs",
        Endpoint=there.arn,
        Attributes={"RawMessageDelivery": "true"},
    )
    texts: dict[str, Any] = {"default": "d", "sqs": "for queues"}
    client("sns").publish(TopicArn=topic, Message=json.dumps(texts), MessageStructure="json")
    assert there.take()[0]["Body"] == "for queues"
