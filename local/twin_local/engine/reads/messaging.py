"""How Amazon SNS and SQS is read back."""

from __future__ import annotations

from twin_local.engine.reads.read import Read, Reads, tags

QUEUE = {"QueueUrl": "{q.QueueUrl}", "AttributeNames": ["All"]}


OPERATIONS: Reads = {
    ("sns", "CreateTopic"): (
        Read("GetTopicAttributes", {"TopicArn": "{a.TopicArn}"}),
        Read("ListTopics", root="Topics", unread={"Name": "it is the last part of the ARN"}),
        tags({"ResourceArn": "{a.TopicArn}"}, root="Tags", into="Tags"),
    ),
    ("sns", "SetTopicAttributes"): (
        Read(
            "GetTopicAttributes",
            {"TopicArn": "{q.TopicArn}"},
            root="Attributes",
            then=lambda found: [
                {"AttributeName": name, "AttributeValue": value} for name, value in found.items()
            ],
        ),
    ),
    ("sns", "Subscribe"): (
        Read(
            "ListSubscriptionsByTopic",
            {"TopicArn": "{q.TopicArn}"},
            root="Subscriptions",
            unread={"ReturnSubscriptionArn": "it only says what to answer"},
        ),
        Read("GetSubscriptionAttributes", {"SubscriptionArn": "{a.SubscriptionArn}"}),
    ),
    ("sqs", "CreateQueue"): (
        Read("GetQueueAttributes", {"QueueUrl": "{a.QueueUrl}", "AttributeNames": ["All"]}),
        Read("ListQueueTags", {"QueueUrl": "{a.QueueUrl}"}),
        Read("GetQueueUrl", {"QueueName": "{q.QueueName}"}),
    ),
    ("sqs", "SetQueueAttributes"): (Read("GetQueueAttributes", QUEUE),),
}
