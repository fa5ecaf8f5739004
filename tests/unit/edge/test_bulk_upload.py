"""Late values leave the spool only when the bucket has them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from edge_publisher.bulk_upload import BulkUpload
from edge_runtime.spool import Spool
from twin.storage.imports import digest_of_key, file_key
from twin.telemetry.sample import NANOSECONDS, Sample

DAY = 86_400
NOW = 1_790_000_000.0


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
    with mock_aws():
        client = boto3.client("s3", region_name="us-east-1")
        client.create_bucket(Bucket="late")
        yield client


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    opened = Spool(tmp_path / "spool.sqlite")
    old = round((NOW - 8 * DAY) * NANOSECONDS)
    opened.accept([Sample("/demo/T-1/level", old + n, 0.5 * n, "GOOD") for n in range(3)], now=NOW)
    opened.hold(before_nanoseconds=round((NOW - 7 * DAY) * NANOSECONDS))
    assert opened.counts().bulk == 3
    yield opened
    opened.close()


def upload(spool: Spool, client: Any, folder: Path, bucket: str = "late") -> BulkUpload:  # noqa: ANN401
    return BulkUpload(spool, {"/demo/T-1/level": "DOUBLE"}, client, bucket, folder)


def test_late_values_become_a_file_named_by_its_content(
    spool: Spool, s3: Any, tmp_path: Path  # noqa: ANN401
) -> None:  # fmt: skip
    assert upload(spool, s3, tmp_path).run() == 3
    (listed,) = s3.list_objects_v2(Bucket="late")["Contents"]
    content = s3.get_object(Bucket="late", Key=listed["Key"])["Body"].read()
    assert listed["Key"] == file_key(content)
    assert digest_of_key(listed["Key"]) is not None
    seconds = round(NOW - 8 * DAY)
    assert content.decode().splitlines()[1] == f"/demo/T-1/level,DOUBLE,{seconds},1,GOOD,0.5"
    counts = spool.counts()
    assert (counts.bulk, counts.exported, counts.is_balanced) == (0, 3, True)
    assert not (tmp_path / "late-values.csv").exists()


def test_without_late_values_nothing_is_written(
    spool: Spool, s3: Any, tmp_path: Path  # noqa: ANN401
) -> None:  # fmt: skip
    one = upload(spool, s3, tmp_path)
    one.run()
    assert one.run() == 0
    assert s3.list_objects_v2(Bucket="late")["KeyCount"] == 1


def test_what_cannot_be_uploaded_stays(spool: Spool, s3: Any, tmp_path: Path) -> None:  # noqa: ANN401
    assert upload(spool, s3, tmp_path, bucket="nowhere").run() == 0
    assert spool.counts().bulk == 3


def test_only_keys_with_a_digest_are_files_of_late_values() -> None:
    for key in ("imports/x.csv", f"imports/{'g' * 64}.csv", f"{'0' * 64}.csv", "imports/"):
        assert digest_of_key(key) is None
