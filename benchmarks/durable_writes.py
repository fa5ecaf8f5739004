"""What it costs that each acknowledged change is on the disk, against moto, which keeps none."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from benchmarks.harness import Result
from benchmarks.running import bare_moto
from twin_local.testing.server import start

WRITES = 300
TABLE, BUCKET = "records", "objects"


def run() -> list[Result]:
    """Measure the median time of an item, an object and a message written, one after the other."""
    with bare_moto() as (_, url):
        reference = _measure(lambda service: _client(service, url))
    with tempfile.TemporaryDirectory() as folder:
        aws = start(Path(folder))
        try:
            found = _measure(aws.client)
        finally:
            aws.stop()
    return [
        Result(f"{name}, p50", found[name], "ms", "moto, in memory only", reference[name])
        for name in found
    ]


def _client(service: str, url: str) -> Any:  # noqa: ANN401 - a client of any service
    create: Any = boto3.client
    return create(
        service,
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=Config(s3={"addressing_style": "path"}),
    )


def _measure(client: Callable[[str], Any]) -> dict[str, float]:
    table, bucket, queue = client("dynamodb"), client("s3"), client("sqs")
    table.create_table(
        TableName=TABLE,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    bucket.create_bucket(Bucket=BUCKET)
    url = queue.create_queue(QueueName="messages")["QueueUrl"]

    def put_item(number: int) -> None:
        table.put_item(TableName=TABLE, Item={"id": {"S": str(number)}, "v": {"S": "v" * 200}})

    def put_object(number: int) -> None:
        bucket.put_object(Bucket=BUCKET, Key=str(number), Body=b"b" * 2000)

    def send(number: int) -> None:
        queue.send_message(QueueUrl=url, MessageBody=str(number))

    return {
        "DynamoDB PutItem": _median_ms(put_item),
        "S3 PutObject": _median_ms(put_object),
        "SQS SendMessage": _median_ms(send),
    }


def _median_ms(write: Callable[[int], None]) -> float:
    taken = []
    for number in range(WRITES):
        start_s = time.perf_counter()
        write(number)
        taken.append((time.perf_counter() - start_s) * 1000)
    return statistics.median(taken)
