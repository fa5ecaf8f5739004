"""Bulk import: jobs that read values from files in S3."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from tests.integration.services.conftest import SetClock
from tests.integration.services.sitewise_examples import Plant
from tests.integration.services.sitewise_files import (
    BUCKET,
    CSV,
    ROLE,
    bucket,
    ended,
    import_files,
    warm,
)
from twin_local.services.iotsitewise.bulk_import.rules import LARGEST_BYTES
from twin_local.services.iotsitewise.service import SiteWise
from twin_local.services.settings import configure

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient


@pytest.fixture
def plant(sitewise: IoTSiteWiseClient, set_clock: SetClock) -> Plant:
    plant = Plant(sitewise, set_clock.time)
    plant.build()
    warm(sitewise)
    return plant


def count(plant: Plant, name: str) -> int:
    found = plant.client.execute_query(
        queryStatement="select count(r.double_value) from asset_property p, raw_time_series r "
        f"where p.property_name = '{name}'"
    )
    return int(found["rows"][0]["data"][0]["scalarValue"])


def lines(first: int, count: int) -> bytes:
    rows = [f"/flow,DOUBLE,{first + index},0,GOOD,{index}.5\n" for index in range(count)]
    return "".join(rows).encode()


@pytest.mark.parametrize(("adaptive", "computed"), [(True, 51), (False, 1)])
def test_values_are_computed_with_where_the_job_says_so(
    plant: Plant, adaptive: bool, computed: int
) -> None:
    files = bucket()
    files.put_object(Key="in.csv", Body=lines(int(plant.now) - 3_000, 50))
    job = import_files(
        plant.client, "in.csv", adaptiveIngestion=adaptive, deleteFilesAfterImport=True
    )
    assert ended(plant.client, job)["jobStatus"] == "COMPLETED"
    assert count(plant, "flow") == 51
    assert count(plant, "twice") == computed
    assert list(files.objects.all()) == []


def test_what_is_wrong_is_reported(plant: Plant) -> None:
    files = bucket()
    body = lines(1_600_000_000, 2) + b"/none,DOUBLE,1,0,GOOD,1\n/flow,DOUBLE,x,0,GOOD,1\nshort\n"
    files.put_object(Key="in.csv", Body=body)
    job = import_files(plant.client, "in.csv", "missing.csv", deleteFilesAfterImport=True)
    assert ended(plant.client, job)["jobStatus"] == "COMPLETED_WITH_FAILURES"
    report = files.Object(f"errors/{job}.ndjson").get()["Body"].read().decode()
    problems = [json.loads(one) for one in report.splitlines()]
    assert [(one["key"], one["line"]) for one in problems] == [
        ("in.csv", 3),
        ("in.csv", 4),
        ("in.csv", 5),
        ("missing.csv", None),
    ]
    assert files.Object("in.csv").content_length == len(body), "a file with errors stays"


def test_a_file_that_is_too_large_is_reported(
    plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert LARGEST_BYTES == {"parquet": 256 * 1024**2, "csv": 5 * 1024**3}
    files = bucket()
    body = lines(1_600_000_000, 2)
    monkeypatch.setitem(LARGEST_BYTES, "csv", len(body))
    files.put_object(Key="fits.csv", Body=body)
    files.put_object(Key="large.csv", Body=body + b"\n")
    job = import_files(plant.client, "fits.csv", "large.csv")
    assert ended(plant.client, job)["jobStatus"] == "COMPLETED_WITH_FAILURES"
    [problem] = files.Object(f"errors/{job}.ndjson").get()["Body"].read().decode().splitlines()
    assert json.loads(problem)["key"] == "large.csv"
    assert "more than" in json.loads(problem)["errorMessage"]


def test_nothing_taken_is_a_failure(plant: Plant) -> None:
    bucket().put_object(Key="in.parquet", Body=b"not parquet")
    job = import_files(plant.client, "in.parquet", jobConfiguration={"fileFormat": {"parquet": {}}})
    assert ended(plant.client, job)["jobStatus"] == "FAILED"
    listed = plant.client.list_bulk_import_jobs(filter="FAILED")["jobSummaries"]
    assert listed == [{"id": job, "name": "history", "status": "FAILED"}]


def test_parquet_is_read(plant: Plant, tmp_path: Path) -> None:
    path = tmp_path / "in.parquet"
    rows = (
        "SELECT '/flow' AS alias, 'DOUBLE' AS data_type, 1600000000 + n AS timestamp_seconds, "
        "n * 1.5::DOUBLE AS value FROM range(7) AS t(n)"
    )
    duckdb.execute(f"COPY ({rows}) TO '{path}' (FORMAT parquet)")
    bucket().upload_file(str(path), "in.parquet")
    job = import_files(plant.client, "in.parquet", jobConfiguration={"fileFormat": {"parquet": {}}})
    assert ended(plant.client, job)["jobStatus"] == "COMPLETED"
    assert count(plant, "flow") == 8


@pytest.mark.parametrize(
    "more",
    [
        {"errorReportLocation": {"bucket": BUCKET, "prefix": "errors"}},
        {"files": []},
        {"files": [{"bucket": BUCKET, "key": "a"}] * 101},
        {"jobConfiguration": {"fileFormat": {"csv": {"columnNames": ["ALIAS", "VALUE"]}}}},
        {"workspaceName": "w"},
    ],
)
def test_a_job_that_cannot_run_is_refused(plant: Plant, more: Any) -> None:  # noqa: ANN401
    with pytest.raises(plant.client.exceptions.InvalidRequestException):
        import_files(plant.client, "in.csv", **more)


def test_a_tier_is_needed(sitewise: IoTSiteWiseClient) -> None:
    with pytest.raises(sitewise.exceptions.InvalidRequestException, match="tier"):
        import_files(sitewise, "in.csv")


def test_a_job_that_a_kill_cut_off_runs_again(
    plant: Plant, set_clock: SetClock, tmp_path: Path
) -> None:
    bucket().put_object(Key="in.csv", Body=b"/late,DOUBLE,1600000000,0,GOOD,1.5\n")
    configure(state_folder=tmp_path, now=set_clock.now)
    first = SiteWise(account="1", region="us-east-1", publish=lambda topic, payload: None)
    put: Any = {"storage_type": "SITEWISE_DEFAULT_STORAGE", "warm_tier": "ENABLED"}
    first.call("PutStorageConfiguration", {**put, "disassociated_data_storage": "ENABLED"})
    job: Any = {
        "jobId": "0" * 8,
        "jobName": "cut off",
        "jobStatus": "RUNNING",
        "jobRoleArn": ROLE,
        "files": [{"bucket": BUCKET, "key": "in.csv"}],
        "errorReportLocation": {"bucket": BUCKET, "prefix": "errors/"},
        "jobConfiguration": CSV,
        "jobCreationDate": set_clock.time,
        "jobLastUpdateDate": set_clock.time,
        "adaptiveIngestion": False,
        "deleteFilesAfterImport": False,
    }
    first.store.put_document("job", job["jobId"], job)
    first.close()
    second = SiteWise(account="1", region="us-east-1", publish=lambda topic, payload: None)
    second.close()  # ends the thread after the job that runs
    third = SiteWise(account="1", region="us-east-1", publish=lambda topic, payload: None)
    found = third.call("DescribeBulkImportJob", {"job_id": job["jobId"]}) or {}
    while found["jobStatus"] in ("PENDING", "RUNNING"):
        time.sleep(0.02)
        found = third.call("DescribeBulkImportJob", {"job_id": job["jobId"]}) or {}
    value = third.call("GetAssetPropertyValue", {"property_alias": "/late"})
    third.close()
    assert found["jobStatus"] == "COMPLETED"
    assert value is not None
    assert value["propertyValue"]["value"] == {"doubleValue": 1.5}
