"""What an advance of the clock does: schedules, state machines, queues, tables and objects."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.integration.execution.conftest import OPEN, ROLE
from twin_local.execution.plant import Execution

DAY_S = 86_400
Client = Callable[[str], Any]


def until(look: Callable[[], Any], limit_s: float = 15) -> Any:
    """Return the first true value of `look`."""
    end = time.monotonic() + limit_s
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.02)
    raise AssertionError("it did not happen")


def start_machine(client: Client, name: str, states: dict[str, Any]) -> str:
    """Start an execution of a machine whose states follow one another, and return its ARN."""
    names = list(states)
    for one, following in zip(names, [*names[1:], None], strict=True):
        states[one] |= {"Next": following} if following else {"End": True}
    machine = client("stepfunctions").create_state_machine(
        name=name,
        roleArn=ROLE,
        definition=json.dumps({"StartAt": names[0], "States": states}),
    )
    started = client("stepfunctions").start_execution(stateMachineArn=machine["stateMachineArn"])
    return str(started["executionArn"])


def test_a_schedule_fires_each_due_moment_in_order_with_its_time(
    aws: Execution, client: Client
) -> None:
    url = client("sqs").create_queue(QueueName="hours", Attributes=OPEN)["QueueUrl"]
    client("scheduler").create_schedule(
        Name="hours",
        ScheduleExpression="cron(0 * * * ? *)",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={
            "Arn": "arn:aws:sqs:us-east-1:111111111111:hours",
            "RoleArn": ROLE,
            "Input": '{"at": "<aws.scheduler.scheduled-time>"}',
        },
    )
    before = aws.clock.now()
    done = aws.timeline.advance(5 * 3600)
    bounded = aws.timeline.advance(5 * 3600, firings=2)
    client("scheduler").delete_schedule(Name="hours")
    assert done.after - done.before == pytest.approx(5 * 3600, abs=60)
    arn = "arn:aws:scheduler:us-east-1:111111111111:schedule/default/hours"
    count = done.did["schedules"][arn]["fired"]
    assert bounded.did["schedules"][arn]["fired"] == 2
    assert "left_out_from" in bounded.did["schedules"][arn]
    assert count == int(done.after // 3600 - before // 3600)
    found: list[str] = []
    while len(found) < count + 2:
        answer = client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)
        found += [json.loads(one["Body"])["at"] for one in answer["Messages"]]
    first = (int(before // 3600) + 1) * 3600
    hours = [datetime.fromtimestamp(first + 3600 * n, tz=UTC) for n in range(count)]
    assert found[:count] == [hour.strftime("%Y-%m-%dT%H:%M:%SZ") for hour in hours]


def test_wait_states_in_a_row_end_when_the_clock_passes_them(
    aws: Execution, client: Client
) -> None:
    arn = start_machine(
        client,
        "waits",
        {
            "Day": {"Type": "Wait", "Seconds": DAY_S},
            "Night": {"Type": "Wait", "Seconds": DAY_S},
            "Year": {"Type": "Wait", "Seconds": 365 * DAY_S},
        },
    )
    sfn = client("stepfunctions")
    until(aws.clock.next_wait_end)

    def entered() -> list[str]:
        events = sfn.get_execution_history(executionArn=arn)["events"]
        return [
            event["stateEnteredEventDetails"]["name"]
            for event in events
            if "stateEnteredEventDetails" in event
        ]

    aws.timeline.advance(DAY_S / 2)
    assert entered() == ["Day"]
    aws.timeline.advance(2 * DAY_S)
    until(lambda: entered() == ["Day", "Night", "Year"])
    assert sfn.describe_execution(executionArn=arn)["status"] == "RUNNING"
    sfn.stop_execution(executionArn=arn)


def test_a_wait_for_a_timestamp_counts_by_the_clock(aws: Execution, client: Client) -> None:
    moment = datetime.fromtimestamp(aws.clock.now() + 3 * DAY_S, tz=UTC)
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    arn = start_machine(client, "stamp", {"W": {"Type": "Wait", "Timestamp": stamp}})
    until(aws.clock.next_wait_end)
    aws.timeline.advance(3 * DAY_S + 5)
    sfn = client("stepfunctions")
    until(lambda: sfn.describe_execution(executionArn=arn)["status"] == "SUCCEEDED")


def test_a_task_without_a_heartbeat_times_out_by_the_clock(aws: Execution, client: Client) -> None:
    url = client("sqs").create_queue(QueueName="tokens")["QueueUrl"]
    task = {
        "Type": "Task",
        "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        "HeartbeatSeconds": 3600,
        "Parameters": {"QueueUrl": url, "MessageBody": {"token.$": "$$.Task.Token"}},
    }
    arn = start_machine(client, "heartbeat", {"Ask": task})
    until(lambda: client("sqs").receive_message(QueueUrl=url).get("Messages"))
    until(aws.clock.next_wait_end)
    aws.timeline.advance(3601)
    sfn = client("stepfunctions")
    ended = until(
        lambda: (found := sfn.describe_execution(executionArn=arn))["status"] == "FAILED" and found
    )
    assert ended["error"] == "States.Timeout"


def test_delay_visibility_and_retention_of_messages_follow(aws: Execution, client: Client) -> None:
    sqs = client("sqs")
    url = sqs.create_queue(
        QueueName="slow", Attributes={"VisibilityTimeout": "600", "MessageRetentionPeriod": "86400"}
    )["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="late", DelaySeconds=900)
    assert "Messages" not in sqs.receive_message(QueueUrl=url)
    aws.timeline.advance(901)
    assert sqs.receive_message(QueueUrl=url)["Messages"][0]["Body"] == "late"
    assert "Messages" not in sqs.receive_message(QueueUrl=url)
    aws.timeline.advance(601)
    assert sqs.receive_message(QueueUrl=url)["Messages"][0]["Body"] == "late"
    done = aws.timeline.advance(DAY_S)
    assert done.did["expired_messages"] == {"slow": 1}
    assert "Messages" not in sqs.receive_message(QueueUrl=url)


def test_an_item_expires_as_long_after_it_was_written_as_was_meant(
    aws: Execution, client: Client
) -> None:
    dynamodb, streams = client("dynamodb"), client("dynamodbstreams")
    stream = dynamodb.create_table(
        TableName="sessions",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "OLD_IMAGE"},
    )["TableDescription"]["LatestStreamArn"]
    dynamodb.update_time_to_live(
        TableName="sessions", TimeToLiveSpecification={"Enabled": True, "AttributeName": "until"}
    )
    aws.timeline.advance(DAY_S)  # the writer below does not know of it
    for name, seconds in (("short", 3600), ("long", 7 * DAY_S)):
        until_s = {"N": str(int(time.time()) + seconds)}
        dynamodb.put_item(TableName="sessions", Item={"id": {"S": name}, "until": until_s})
    dynamodb.put_item(TableName="sessions", Item={"id": {"S": "text"}, "until": {"S": "1"}})
    assert "expired_items" not in aws.timeline.advance(1800).did
    assert aws.timeline.advance(2000).did["expired_items"] == {"sessions": 1}
    left = {item["id"]["S"] for item in dynamodb.scan(TableName="sessions")["Items"]}
    assert left == {"long", "text"}
    shard = streams.describe_stream(StreamArn=stream)["StreamDescription"]["Shards"][0]["ShardId"]
    iterator = streams.get_shard_iterator(
        StreamArn=stream, ShardId=shard, ShardIteratorType="TRIM_HORIZON"
    )["ShardIterator"]
    removed = streams.get_records(ShardIterator=iterator)["Records"][-1]
    assert removed["eventName"] == "REMOVE"
    assert removed["userIdentity"] == {
        "Type": "Service",
        "PrincipalId": "dynamodb.amazonaws.com",
    }
    assert removed["dynamodb"]["OldImage"]["id"] == {"S": "short"}


def test_lifecycle_rules_end_objects_versions_markers_and_uploads(
    aws: Execution, client: Client
) -> None:
    s3 = client("s3")
    s3.create_bucket(Bucket="kept")
    s3.put_bucket_versioning(Bucket="kept", VersioningConfiguration={"Status": "Enabled"})
    for key in ("tmp/a", "tmp/a", "other/b"):
        s3.put_object(Bucket="kept", Key=key, Body=b"x")
    s3.create_multipart_upload(Bucket="kept", Key="tmp/big")
    common = {"Status": "Enabled", "Filter": {"Prefix": "tmp/"}}
    s3.put_bucket_lifecycle_configuration(
        Bucket="kept",
        LifecycleConfiguration={
            "Rules": [
                common
                | {
                    "ID": "days",
                    "Expiration": {"Days": 2},
                    "NoncurrentVersionExpiration": {"NoncurrentDays": 3},
                    "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
                },
                common | {"ID": "markers", "Expiration": {"ExpiredObjectDeleteMarker": True}},
            ]
        },
    )

    def versions() -> tuple[list[str], list[str]]:
        found = s3.list_object_versions(Bucket="kept")
        return (
            [one["Key"] for one in found.get("Versions", [])],
            [one["Key"] for one in found.get("DeleteMarkers", [])],
        )

    aws.timeline.advance(DAY_S)
    assert versions() == (["other/b", "tmp/a", "tmp/a"], [])
    aws.timeline.advance(2 * DAY_S)
    assert "Uploads" not in s3.list_multipart_uploads(Bucket="kept")
    assert versions() == (["other/b", "tmp/a", "tmp/a"], ["tmp/a"])
    with pytest.raises(ClientError, match="404"):
        s3.head_object(Bucket="kept", Key="tmp/a")
    aws.timeline.advance(8 * DAY_S)
    assert versions() == (["other/b"], [])
