# ruff: noqa: ANN401 - requests and answers of AWS are untyped here
"""A file of late values becomes one job, and what comes of it is told once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from iot_import.handler import handler
from iot_import.import_table import ImportTable
from tests.tables import create_table
from twin.event import Event
from twin.storage.imports import COLUMN_NAMES, ImportRecord, digest_of_key, file_key
from twin_runtime import clients

KEY = file_key(b"one file")
DIGEST = digest_of_key(KEY) or ""
ARRIVED = {
    "detail-type": "Object Created",
    "detail": {"bucket": {"name": "late"}, "object": {"key": KEY}},
}
FOLLOW = {"follow": True}


class SiteWise:
    """Runs jobs in the states that it is told."""

    def __init__(self) -> None:
        self.jobs: list[dict[str, Any]] = []
        self.state = "RUNNING"
        self.refuses = False

    def create_bulk_import_job(self, **parameters: Any) -> Any:
        if self.refuses:
            error: Any = {"Error": {"Code": "ThrottlingException", "Message": "later"}}
            raise ClientError(error, "CreateBulkImportJob")
        self.jobs.append(parameters)
        return {"jobId": f"job-{len(self.jobs)}", "jobName": "x", "jobStatus": "PENDING"}

    def describe_bulk_import_job(self, *, jobId: str) -> Any:
        return {"jobId": jobId, "jobStatus": self.state}


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_DEFAULT_REGION": "us-east-1", "IMPORT_TABLE": "imports", "EVENT_BUS_NAME": "bus",
        "IMPORT_ROLE_ARN": "arn:aws:iam::111111111111:role/import",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)


@pytest.fixture
def table() -> Iterator[ImportTable]:
    with mock_aws():
        for client in (clients.dynamodb, clients.events):
            client.cache_clear()
        boto3.client("events").create_event_bus(Name="bus")
        create_table(clients.dynamodb(), "imports")
        yield ImportTable(clients.dynamodb(), "imports")
        for client in (clients.dynamodb, clients.events):
            client.cache_clear()


@pytest.fixture
def sitewise(monkeypatch: pytest.MonkeyPatch) -> SiteWise:
    fake = SiteWise()
    monkeypatch.setattr(clients, "iotsitewise", lambda: fake)
    return fake


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, dict[str, Any]]]:
    events: list[tuple[str, str, dict[str, Any]]] = []

    def put_event(event: Event) -> None:
        detail = json.loads(json.dumps(event.to_detail()))
        events.append((event.source, event.detail_type, detail))

    monkeypatch.setattr("iot_import.handler.put_event", put_event)
    return events


def found(table: ImportTable) -> ImportRecord:
    record = table.find(DIGEST)
    assert record is not None
    return record


def test_a_file_becomes_a_job_that_computes_nothing(table: ImportTable, sitewise: SiteWise) -> None:
    handler(ARRIVED, None)
    (job,) = sitewise.jobs
    assert job["files"] == [{"bucket": "late", "key": KEY}]
    assert job["adaptiveIngestion"] is False
    assert job["jobConfiguration"]["fileFormat"]["csv"]["columnNames"] == list(COLUMN_NAMES)
    assert job["errorReportLocation"] == {"bucket": "late", "prefix": f"reports/{DIGEST}/"}
    assert (found(table).state, found(table).job_id) == ("PENDING", "job-1")


def test_the_same_file_again_is_no_second_job(table: ImportTable, sitewise: SiteWise) -> None:
    handler(ARRIVED, None)
    handler(ARRIVED, None)
    assert len(sitewise.jobs) == 1


def test_what_is_no_file_of_late_values_is_left_alone(
    table: ImportTable, sitewise: SiteWise
) -> None:
    detail = {"bucket": {"name": "late"}, "object": {"key": "imports/readme.txt"}}
    handler({**ARRIVED, "detail": detail}, None)
    assert (sitewise.jobs, list(table.unfinished())) == ([], [])


def test_a_job_that_could_not_begin_is_begun_later(table: ImportTable, sitewise: SiteWise) -> None:
    sitewise.refuses = True
    with pytest.raises(ClientError):
        handler(ARRIVED, None)
    assert found(table).job_id is None
    sitewise.refuses = False
    handler(FOLLOW, None)
    assert found(table).job_id == "job-1"


@pytest.mark.parametrize(
    ("state", "failed"),
    [
        ("COMPLETED", False),
        ("COMPLETED_WITH_FAILURES", True),
        ("FAILED", True),
        ("CANCELLED", True),
    ],
)
def test_the_end_of_a_job_is_told_once(
    table: ImportTable, sitewise: SiteWise, told: list[Any], state: str, failed: bool
) -> None:
    handler(ARRIVED, None)
    handler(FOLLOW, None)
    assert (found(table).state, told) == ("RUNNING", [])
    sitewise.state = state
    handler(FOLLOW, None)
    handler(FOLLOW, None)
    ((source, kind, detail),) = told
    assert (source, kind) == ("twin.storage", "Import Ended")
    assert (detail["failed"], detail["state"]) == (
        failed,
        state,
    )
    assert detail["error_report"] == f"s3://late/reports/{DIGEST}/"
    assert found(table).state == state
    assert found(table).ended_at is not None
    assert list(table.unfinished()) == []
