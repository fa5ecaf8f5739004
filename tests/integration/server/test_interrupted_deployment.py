"""What others wrote while a deployment ran is kept when the deployment is undone."""

from __future__ import annotations

import signal
import time

from tests.integration.server.conftest import KillableAws
from tests.integration.server.test_kill import SECOND, Values, series
from twin_local.server.persistence.manifest import CHECKPOINT
from twin_local.supervisor.checkpoint import Checkpoint


def prepare(aws: KillableAws) -> None:
    aws.client("dynamodb").create_table(
        TableName="records",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    aws.client("s3").create_bucket(Bucket="objects")
    client = aws.client("iotsitewise")
    measured = {"name": "n", "dataType": "INTEGER", "type": {"measurement": {}}}
    model = client.create_asset_model(assetModelName="m", assetModelProperties=[measured])
    client.create_asset(assetName="a", assetModelId=model["assetModelId"])


def write(aws: KillableAws, number: int) -> None:
    item = {"id": {"S": str(number)}}
    aws.client("dynamodb").put_item(TableName="records", Item=item)
    aws.client("s3").put_object(Bucket="objects", Key=str(number), Body=b"1")
    Values(aws)(aws.client("iotsitewise"), f"value-000-{number:05}")


def held(aws: KillableAws) -> tuple[set[int], set[int], set[int]]:
    found = aws.client("iotsitewise").get_asset_property_value_history(
        **series(aws), startDate=SECOND - 10, endDate=SECOND + 1000
    )["assetPropertyValueHistory"]
    return (
        {int(one["id"]["S"]) for one in aws.client("dynamodb").scan(TableName="records")["Items"]},
        {int(one["Key"]) for one in aws.client("s3").list_objects_v2(Bucket="objects")["Contents"]},
        {one["value"]["integerValue"] for one in found},
    )


def test_writes_beside_a_deployment_survive_its_end_by_a_kill(aws: KillableAws) -> None:
    prepare(aws)
    write(aws, 1)
    Checkpoint(aws.state).take()
    write(aws, 2)
    time.sleep(2.5)  # until what was written is in a snapshot, which the checkpoint replaces
    write(aws, 3)
    aws.client("sqs").create_queue(QueueName="made-by-the-deployment")
    aws.end(signal.SIGKILL)
    assert (aws.state / CHECKPOINT).is_dir()
    Checkpoint(aws.state).restore()
    aws.start()
    assert "QueueUrls" not in aws.client("sqs").list_queues()
    assert held(aws) == ({1, 2, 3}, {1, 2, 3}, {1, 2, 3})


def test_nothing_comes_back_that_was_deleted_after_a_deployment(aws: KillableAws) -> None:
    prepare(aws)
    Checkpoint(aws.state).take()
    write(aws, 1)
    write(aws, 2)
    Checkpoint(aws.state).drop()
    aws.client("dynamodb").delete_item(TableName="records", Key={"id": {"S": "1"}})
    aws.client("s3").delete_object(Bucket="objects", Key="1")
    aws.end(signal.SIGKILL)
    aws.start()
    assert held(aws) == ({2}, {2}, {1, 2})
