"""A disk that takes no more is told to whoever writes, and nothing that was accepted is lost."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psutil
import pytest
from botocore.exceptions import ClientError

from tests.integration.server.conftest import KillableAws

pytestmark = pytest.mark.slow
FULL_BYTES = 512
"""No file may grow beyond this; every snapshot and every database has to."""


@contextmanager
def no_space(aws: KillableAws) -> Iterator[None]:
    """Let the file system refuse what the process writes."""
    process = psutil.Process(aws.process)
    before = process.rlimit(psutil.RLIMIT_FSIZE)
    process.rlimit(psutil.RLIMIT_FSIZE, (FULL_BYTES, before[1]))
    yield
    process.rlimit(psutil.RLIMIT_FSIZE, before)


def refused(error: pytest.ExceptionInfo[ClientError]) -> bool:
    """Say whether an error is what a service answers that cannot write."""
    return error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 503


def put(client: Any, key: str, body: bytes) -> None:  # noqa: ANN401 - a client of any service
    """Write an object."""
    client.put_object(Bucket="objects", Key=key, Body=body)


def test_a_write_that_finds_no_space_is_refused_and_can_be_tried_again(aws: KillableAws) -> None:
    objects, queues = aws.client("s3"), aws.client("sqs")
    objects.create_bucket(Bucket="objects")
    put(objects, "before", b"1" * 9000)
    with no_space(aws):
        with pytest.raises(ClientError) as large:
            put(objects, "refused", b"2" * 9000)
        with pytest.raises(ClientError) as snapshot:
            queues.create_queue(QueueName="refused-for-its-snapshot")
        assert objects.get_object(Bucket="objects", Key="before")["Body"].read() == b"1" * 9000
    assert refused(large)
    assert refused(snapshot)
    assert "not on the disk" in str(snapshot.value)
    put(objects, "after", b"3" * 9000)
    queues.create_queue(QueueName="after")
    aws.end(signal.SIGKILL)
    aws.start()
    kept = {one["Key"] for one in aws.client("s3").list_objects_v2(Bucket="objects")["Contents"]}
    assert {"before", "after"} <= kept
    urls = aws.client("sqs").list_queues()["QueueUrls"]
    assert any(url.endswith("/after") for url in urls)


def test_a_time_series_that_finds_no_space_is_refused(aws: KillableAws) -> None:
    client = aws.client("iotsitewise")
    client.create_asset_model(assetModelName="before")
    with no_space(aws), pytest.raises(ClientError) as error:
        for number in range(20):
            client.create_asset_model(assetModelName=f"m{number}", assetModelDescription="d" * 2000)
    assert refused(error)
    assert error.value.response["Error"]["Code"] == "ServiceUnavailableException"
    client.create_asset_model(assetModelName="after")
    aws.end(signal.SIGKILL)
    aws.start()
    found = aws.client("iotsitewise").list_asset_models()["assetModelSummaries"]
    assert {"before", "after"} <= {one["name"] for one in found}
