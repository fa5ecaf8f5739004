"""Amazon SQS and Amazon SNS."""

from __future__ import annotations

from twin_local.engine.entry import Call, Table, TypeEntry
from twin_local.engine.json_value import Properties, canonical
from twin_local.engine.types.tagging import tagging

QUEUE = {"QueueUrl": "{id}"}
TOPIC = {"TopicArn": "{id}"}


def _queue(given: Properties, _: Properties) -> Properties:
    """Return a queue whose every setting is one of its attributes."""
    named = {"QueueName", "Tags"}
    settings = {key: _text(value) for key, value in given.items() if key not in named}
    return {**{key: given[key] for key in named & set(given)}, "Attributes": settings}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else canonical(value)


def _topic(given: Properties, _: Properties) -> Properties:
    """Return a topic whose FIFO settings are among its attributes."""
    named = {"TopicName", "Tags"}
    settings = {key: _text(value) for key, value in given.items() if key not in named}
    attributes: Properties = {"Attributes": settings} if settings else {}
    return {**{key: given[key] for key in named & set(given)}, **attributes}


SUBSCRIPTION = {"SubscriptionArn": "{id}"}
SUBSCRIPTION_SETTINGS = {
    "FilterPolicyScope": "MessageAttributes",
    "DeliveryPolicy": "",
    "FilterPolicy": "",
    "RawMessageDelivery": "false",
    "RedrivePolicy": "",
    "SubscriptionRoleArn": "",
}
"""The settings of a subscription, the scope before the policy, and what clears each."""


def _subscription(given: Properties, _: Properties) -> Properties:
    """Return a subscription whose every setting is one of its attributes."""
    named = {"TopicArn", "Protocol", "Endpoint"}
    settings = {key: _text(value) for key, value in given.items() if key not in named}
    attributes: Properties = {"Attributes": settings} if settings else {}
    return {**{key: given[key] for key in named & set(given)}, **attributes}


def _setting(name: str, cleared: str) -> Call:
    """Return the call that sets one setting of a subscription."""
    where = {**SUBSCRIPTION, "AttributeName": name}
    return Call(
        "SetSubscriptionAttributes",
        takes=(name,),
        reshape=lambda given, _: {"AttributeValue": _text(given[name])} if name in given else {},
        fixed=where,
        undo=Call("SetSubscriptionAttributes", fixed={**where, "AttributeValue": cleared}),
    )


QUEUE_SETTINGS = (
    "ContentBasedDeduplication",
    "DeduplicationScope",
    "DelaySeconds",
    "FifoThroughputLimit",
    "KmsDataKeyReusePeriodSeconds",
    "KmsMasterKeyId",
    "MaximumMessageSize",
    "MessageRetentionPeriod",
    "ReceiveMessageWaitTimeSeconds",
    "RedriveAllowPolicy",
    "RedrivePolicy",
    "SqsManagedSseEnabled",
    "VisibilityTimeout",
)

ENTRIES: Table = {
    "AWS::SQS::Queue": TypeEntry(
        service="sqs",
        name="QueueName",
        name_limit=80,
        ref="{r.QueueUrl}",
        create=(Call("CreateQueue", reshape=_queue),),
        update=(
            Call("SetQueueAttributes", takes=QUEUE_SETTINGS, fixed=QUEUE, reshape=_queue),
            tagging("TagQueue", "UntagQueue", where=QUEUE),
        ),
        delete=(Call("DeleteQueue", fixed=QUEUE),),
        attributes={
            "Arn": "arn:aws:sqs:{region}:{account}:{p.QueueName}",
            "QueueName": "{p.QueueName}",
            "QueueUrl": "{id}",
        },
    ),
    "AWS::SQS::QueuePolicy": TypeEntry(
        service="sqs",
        ref="{stack}-{logical_id}-{unique}",
        create=(
            PUT_POLICY := Call(
                "SetQueueAttributes",
                each="Queues",
                takes=("PolicyDocument",),
                fixed={"QueueUrl": "{item}", "Attributes": {"Policy": "{p.PolicyDocument}"}},
            ),
        ),
        update=(PUT_POLICY,),
        delete=(
            Call(
                "SetQueueAttributes",
                each="Queues",
                fixed={"QueueUrl": "{item}", "Attributes": {"Policy": ""}},
            ),
        ),
    ),
    "AWS::SNS::Topic": TypeEntry(
        service="sns",
        name="TopicName",
        name_limit=256,
        ref="{r.TopicArn}",
        create=(
            Call(
                "CreateTopic",
                takes=("TopicName", "Tags", "FifoTopic", "ContentBasedDeduplication"),
                names={"TopicName": "Name"},
                reshape=_topic,
            ),
            *(
                TOPIC_SETTINGS := tuple(
                    Call(
                        "SetTopicAttributes",
                        takes=(name,),
                        reshape=lambda *_: {},
                        fixed={
                            **TOPIC,
                            "AttributeName": name,
                            "AttributeValue": f"{{p.{name}}}",
                        },
                    )
                    for name in ("DisplayName", "KmsMasterKeyId", "TracingConfig")
                )
            ),
        ),
        update=TOPIC_SETTINGS,
        delete=(Call("DeleteTopic", fixed=TOPIC),),
        attributes={"TopicArn": "{id}", "TopicName": "{p.TopicName}"},
    ),
    "AWS::SNS::TopicPolicy": TypeEntry(
        service="sns",
        ref="{stack}-{logical_id}-{unique}",
        create=(
            PUT_TOPIC_POLICY := Call(
                "SetTopicAttributes",
                each="Topics",
                takes=("PolicyDocument",),
                fixed={
                    "TopicArn": "{item}",
                    "AttributeName": "Policy",
                    "AttributeValue": "{p.PolicyDocument}",
                },
            ),
        ),
        update=(PUT_TOPIC_POLICY,),
    ),
    "AWS::SNS::Subscription": TypeEntry(
        service="sns",
        ref="{r.SubscriptionArn}",
        create=(
            Call(
                "Subscribe",
                takes=("TopicArn", "Protocol", "Endpoint", *SUBSCRIPTION_SETTINGS),
                reshape=_subscription,
                fixed={"ReturnSubscriptionArn": True},
            ),
        ),
        update=tuple(_setting(name, cleared) for name, cleared in SUBSCRIPTION_SETTINGS.items()),
        delete=(Call("Unsubscribe", fixed=SUBSCRIPTION),),
        attributes={"Arn": "{id}"},
    ),
}
