"""The storage of an account, and late values on their way into it, in the embedded AWS."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from edge_publisher.bulk_upload import BulkUpload
from edge_runtime.spool import Spool
from tests.integration.storage.conftest import ALIAS, Deployed, assembly
from twin.definition.storage import StorageDefinition
from twin.telemetry.sample import NANOSECONDS, Sample
from twin_local.engine.errors import DeploymentError

DAY = 86_400
PATIENCE_SECONDS = 60

pytestmark = pytest.mark.slow


def configuration(deployed: Deployed) -> dict[str, Any]:
    found: dict[str, Any] = deployed.aws.client("iotsitewise").describe_storage_configuration()
    return found


def test_the_account_has_the_storage_of_the_site(deployed: Deployed) -> None:
    found = configuration(deployed)
    assert found["configurationStatus"] == {"state": "ACTIVE"}
    assert found["storageType"] == "MULTI_LAYER_STORAGE"
    assert found["retentionPeriod"]["numberOfDays"] == 30
    assert (found["warmTier"], found["warmTierRetentionPeriod"]["numberOfDays"]) == ("ENABLED", 365)


def late_values(folder: Path, number: int) -> Spool:
    """Return a spool with values of ten days ago in its lane `bulk`."""
    now = time.time()
    spool = Spool(folder / "spool.sqlite")
    first = round((now - 10 * DAY) * NANOSECONDS)
    values = [Sample(ALIAS, first + n * NANOSECONDS, 0.5 * n, "GOOD") for n in range(number)]
    spool.accept(values, now=now)
    spool.hold(before_nanoseconds=round((now - 7 * DAY) * NANOSECONDS))
    return spool


def history(deployed: Deployed) -> list[float]:
    now = datetime.now(UTC)
    answer = deployed.aws.client("iotsitewise").get_asset_property_value_history(
        propertyAlias=ALIAS, startDate=now - timedelta(days=11), endDate=now, maxResults=100
    )
    return [one["value"]["doubleValue"] for one in answer["assetPropertyValueHistory"]]


def records(deployed: Deployed) -> list[dict[str, Any]]:
    items = deployed.aws.client("dynamodb").scan(TableName=deployed.outputs["Table"])["Items"]
    return [{name: next(iter(value.values())) for name, value in one.items()} for one in items]


def test_late_values_are_imported_once(deployed: Deployed, tmp_path: Path) -> None:
    spool = late_values(tmp_path, 20)
    client = deployed.aws.client("s3")
    upload = BulkUpload(spool, {ALIAS: "DOUBLE"}, client, deployed.outputs["Bucket"], tmp_path)
    assert upload.run() == 20
    wait_for(lambda: len(history(deployed)) == 20)
    assert history(deployed) == [0.5 * n for n in range(20)]

    follow = {"FunctionName": deployed.outputs["Function"], "Payload": json.dumps({"follow": True})}
    wait_for(lambda: [one.get("job_id") for one in records(deployed)] != [None])
    told = deployed.aws.client("lambda").invoke(**follow)
    assert "FunctionError" not in told, told["Payload"].read()
    (record,) = records(deployed)
    assert (record["state"], "gpk" in record) == ("COMPLETED", False)
    assert spool.counts().exported == 20
    spool.close()


def wait_for(is_so: Any) -> None:  # noqa: ANN401
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.2)


def test_a_second_site_may_not_own_the_storage(deployed: Deployed) -> None:
    other = assembly(deployed.folder / "second", "other", StorageDefinition(hot_days=60))
    with deployed.engine() as engine, pytest.raises(DeploymentError) as refused:
        engine.deploy_assembly(other)
    assert "ParameterAlreadyExists" in str(refused.value)
    assert configuration(deployed)["retentionPeriod"]["numberOfDays"] == 30


def test_an_update_changes_it_and_deleting_the_stack_leaves_it(deployed: Deployed) -> None:
    longer = StorageDefinition(hot_days=90, warm=True, cold=True)
    with deployed.engine() as engine:
        engine.deploy_assembly(assembly(deployed.folder / "third", "demo", longer))
        found = configuration(deployed)
        assert found["retentionPeriod"]["numberOfDays"] == 90
        assert found["warmTier"] == "ENABLED"
        assert "warmTierRetentionPeriod" not in found
        engine.destroy_stack("demo-Iot")
    assert configuration(deployed)["retentionPeriod"]["numberOfDays"] == 90
