"""What was acknowledged is there after a kill, whenever it comes."""

from __future__ import annotations

import json
import random
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from tests.integration.server.conftest import ACCOUNT, REGION, KillableAws
from tests.twin_process import eventually

KILLS = 100
TABLE, BUCKET, QUEUE, THING, MACHINE = "records", "objects", "messages", "pump", "waits"
MACHINE_ARN = f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:{MACHINE}"
EVENTS = "events"
OPEN = {
    "Version": "2012-10-17",
    "Statement": {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": "*",
    },
}
BINARY = b"\0\xff"
SECOND = int(time.time()) - 3 * 24 * 3600
"""The time of the first value: within what SiteWise accepts, and in the past."""
SECONDS_OF_A_KILL = 1000

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]


@dataclass
class Writer:
    """Writes until the server is gone; remembers what was acknowledged, and what may be."""

    aws: KillableAws
    write: Callable[[Any, str], None]
    service: str
    name: str
    acknowledged: set[str] = field(default_factory=set)
    doubtful: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.client = self.aws.client(self.service)

    def run(self, kill: int) -> None:
        """Write one value after the other."""
        for number in range(100_000):
            key = f"{self.name}-{kill:03}-{number:05}"
            try:
                self.write(self.client, key)
            except (BotoCoreError, ClientError):
                self.doubtful.add(key)
                return
            self.acknowledged.add(key)


def put_item(client: Any, key: str) -> None:  # noqa: ANN401
    """Write an item and change it."""
    item = {"id": {"S": key}, "n": {"N": "1"}, "b": {"B": BINARY}}
    client.put_item(TableName=TABLE, Item=item)
    client.update_item(
        TableName=TABLE,
        Key={"id": {"S": key}},
        UpdateExpression="SET n = n + :one",
        ExpressionAttributeValues={":one": {"N": "1"}},
    )


def put_object(client: Any, key: str) -> None:  # noqa: ANN401
    """Write an object whose key has to be quoted."""
    client.put_object(Bucket=BUCKET, Key=f"a b/{key}", Body=key.encode() * 50)


def upload_in_parts(client: Any, key: str) -> None:  # noqa: ANN401
    """Upload an object of one part."""
    upload = client.create_multipart_upload(Bucket=BUCKET, Key=key)["UploadId"]
    where = {"Bucket": BUCKET, "Key": key, "UploadId": upload}
    tag = client.upload_part(**where, PartNumber=1, Body=key.encode())["ETag"]
    parts = {"Parts": [{"PartNumber": 1, "ETag": tag}]}
    client.complete_multipart_upload(**where, MultipartUpload=parts)


def send_message(client: Any, key: str) -> None:  # noqa: ANN401
    """Send a message."""
    url = client.get_queue_url(QueueName=QUEUE)["QueueUrl"]
    client.send_message(QueueUrl=url, MessageBody=key)


def put_event(client: Any, key: str) -> None:  # noqa: ANN401
    """Put an event that a rule sends to a queue."""
    entry = {"Source": "test", "DetailType": "written", "Detail": json.dumps({"key": key})}
    assert client.put_events(Entries=[entry])["FailedEntryCount"] == 0


def create_queue(client: Any, key: str) -> None:  # noqa: ANN401
    """Create a queue: a change that the journal does not know."""
    client.create_queue(QueueName=key)


def update_shadow(client: Any, key: str) -> None:  # noqa: ANN401
    """Write a named shadow."""
    body = json.dumps({"state": {"desired": {"key": key}}})
    client.update_thing_shadow(thingName=THING, shadowName=key, payload=body)


def start_execution(client: Any, key: str) -> None:  # noqa: ANN401
    """Start an execution that waits a little."""
    client.start_execution(stateMachineArn=MACHINE_ARN, name=key, input="{}")


@dataclass
class Values:
    """Writes values of a time series, one to a second: SiteWise takes ten of one at most."""

    aws: KillableAws

    def __post_init__(self) -> None:
        self.series = series(self.aws)

    def __call__(self, client: Any, key: str) -> None:  # noqa: ANN401
        """Write one value."""
        _, kill, number = key.split("-")
        stamp = {"timeInSeconds": SECOND + int(kill) * SECONDS_OF_A_KILL + int(number)}
        value = {"value": {"integerValue": int(number)}, "timestamp": stamp}
        entry = {"entryId": "0", **self.series, "propertyValues": [value]}
        answer = client.batch_put_asset_property_value(entries=[entry])
        assert answer["errorEntries"] == []


def series(aws: KillableAws) -> dict[str, str]:
    """Return the asset and its property."""
    client = aws.client("iotsitewise")
    model = client.list_asset_models()["assetModelSummaries"][0]["id"]
    asset = client.list_assets(assetModelId=model)["assetSummaries"][0]["id"]
    [measured] = client.describe_asset(assetId=asset)["assetProperties"]
    return {"assetId": asset, "propertyId": measured["id"]}


def writers(aws: KillableAws) -> list[Writer]:
    """Return one writer of each kind."""
    return [
        Writer(aws, put_item, "dynamodb", "item"),
        Writer(aws, put_object, "s3", "object"),
        Writer(aws, upload_in_parts, "s3", "upload"),
        Writer(aws, send_message, "sqs", "message"),
        Writer(aws, put_event, "events", "event"),
        Writer(aws, create_queue, "sqs", "queue"),
        Writer(aws, update_shadow, "iot-data", "shadow"),
        Writer(aws, start_execution, "stepfunctions", "execution"),
        Writer(aws, Values(aws), "iotsitewise", "value"),
    ]


def prepare(aws: KillableAws) -> None:
    """Create what is written to."""
    aws.client("dynamodb").create_table(
        TableName=TABLE,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    aws.client("s3").create_bucket(Bucket=BUCKET)
    for name in (QUEUE, EVENTS):
        aws.client("sqs").create_queue(QueueName=name, Attributes={"Policy": json.dumps(OPEN)})
    events = aws.client("events")
    events.put_rule(Name="all", EventPattern=json.dumps({"source": ["test"]}))
    arn = f"arn:aws:sqs:{REGION}:{ACCOUNT}:{EVENTS}"
    events.put_targets(Rule="all", Targets=[{"Id": "1", "Arn": arn, "InputPath": "$.detail"}])
    aws.client("iot").create_thing(thingName=THING)
    statement = {"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}}
    trust = {"Statement": [statement | {"Action": "sts:AssumeRole"}]}
    role = aws.client("iam").create_role(RoleName="m", AssumeRolePolicyDocument=json.dumps(trust))
    wait = {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 1, "End": True}}}
    created = aws.client("stepfunctions").create_state_machine(
        name=MACHINE, definition=json.dumps(wait), roleArn=role["Role"]["Arn"]
    )
    assert created["stateMachineArn"] == MACHINE_ARN
    sitewise = aws.client("iotsitewise")
    measured = {"name": "n", "dataType": "INTEGER", "type": {"measurement": {}}}
    model = sitewise.create_asset_model(assetModelName="m", assetModelProperties=[measured])
    sitewise.create_asset(assetName="a", assetModelId=model["assetModelId"])


def items(aws: KillableAws) -> dict[str, str]:
    """Return the number in each item."""
    found = {}
    for page in aws.client("dynamodb").get_paginator("scan").paginate(TableName=TABLE):
        for item in page["Items"]:
            assert item["b"] == {"B": BINARY}
            found[item["id"]["S"]] = item["n"]["N"]
    return found


def objects(aws: KillableAws, prefix: str, repeats: int) -> set[str]:
    """Return the names of the objects, each of the size that was written."""
    pages = aws.client("s3").get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=prefix)
    found = [one for page in pages for one in page.get("Contents", [])]
    assert all(len(one["Key"].removeprefix("a b/")) * repeats == one["Size"] for one in found)
    return {one["Key"].removeprefix("a b/") for one in found}


def messages(aws: KillableAws, queue: str) -> set[str]:
    """Return the bodies of all messages of a queue."""
    client = aws.client("sqs")
    url = client.get_queue_url(QueueName=queue)["QueueUrl"]
    found: set[str] = set()
    receive = {"QueueUrl": url, "MaxNumberOfMessages": 10, "VisibilityTimeout": 3600}
    while batch := client.receive_message(**receive).get("Messages"):
        found |= {one["Body"] for one in batch}
    return found


def queues(aws: KillableAws) -> set[str]:
    """Return the names of the queues that were created by a writer."""
    pages = aws.client("sqs").get_paginator("list_queues").paginate()
    return {url.rpartition("/")[2] for page in pages for url in page["QueueUrls"]} - {
        QUEUE,
        EVENTS,
    }


def executions(aws: KillableAws) -> dict[str, str]:
    """Return the status of each execution."""
    client = aws.client("stepfunctions")
    pages = client.get_paginator("list_executions").paginate(stateMachineArn=MACHINE_ARN)
    return {one["name"]: one["status"] for page in pages for one in page["executions"]}


def values(aws: KillableAws) -> set[str]:
    """Return the names of the values in the time series."""
    client = aws.client("iotsitewise")
    pages = client.get_paginator("get_asset_property_value_history").paginate(
        **series(aws), startDate=SECOND - 10, endDate=SECOND + KILLS * SECONDS_OF_A_KILL
    )
    found = [one for page in pages for one in page["assetPropertyValueHistory"]]
    since = [(one["timestamp"]["timeInSeconds"] - SECOND) // SECONDS_OF_A_KILL for one in found]
    return {
        f"value-{kill:03}-{one['value']['integerValue']:05}"
        for kill, one in zip(since, found, strict=True)
    }


def check(aws: KillableAws, wrote: list[Writer]) -> None:
    """Require that all that was acknowledged is there, and nothing that nobody wrote."""
    kept = items(aws)
    found = {
        "item": set(kept),
        "object": objects(aws, "a b/", 50),
        "upload": objects(aws, "upload", 1),
        "message": messages(aws, QUEUE),
        "event": {json.loads(body)["key"] for body in messages(aws, EVENTS)},
        "queue": queues(aws),
        "shadow": set(
            aws.client("iot-data").list_named_shadows_for_thing(thingName=THING)["results"]
        ),
        "execution": set(executions(aws)),
        "value": values(aws),
    }
    for writer in wrote:
        lost = writer.acknowledged - found[writer.name]
        assert not lost, f"{len(lost)} of {len(writer.acknowledged)} lost: {sorted(lost)[:5]}"
        assert found[writer.name] <= writer.acknowledged | writer.doubtful
        if writer.name == "item":
            assert {key for key, number in kept.items() if number != "2"} <= writer.doubtful


def test_nothing_acknowledged_is_lost_by_any_of_a_hundred_kills(aws: KillableAws) -> None:
    chance = random.Random(20261128)
    prepare(aws)
    wrote = writers(aws)
    for kill in range(KILLS):
        threads = [threading.Thread(target=one.run, args=(kill,)) for one in wrote]
        for thread in threads:
            thread.start()
        if kill == 0:  # whatever is loaded at first, every writer shall have written
            eventually(lambda: all(one.acknowledged for one in wrote), seconds=60, what="a write")
        time.sleep(chance.uniform(0.0, 0.7))
        aws.end(signal.SIGKILL)
        for thread in threads:
            thread.join(60)
        aws.start()
    time.sleep(5)  # until the last events have been delivered
    check(aws, wrote)
    assert sum(len(writer.acknowledged) for writer in wrote) > KILLS
    eventually(
        lambda: set(executions(aws).values()) == {"SUCCEEDED"},
        seconds=60,
        what="the end of every execution",
    )
