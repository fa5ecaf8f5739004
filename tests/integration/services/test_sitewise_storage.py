"""SiteWise's storage: its configuration, the cold tier's files, and retention."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import duckdb
import pytest
from moto.core.models import DEFAULT_ACCOUNT_ID

from tests.integration.services.conftest import SetClock
from tests.integration.services.sitewise_examples import Plant
from tests.integration.services.sitewise_files import COLD, bucket, warm
from twin_local.execution.clock.followers.cold_tier import ColdTier

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient

DAY_S = 86_400


def keep_up(now: float) -> int:
    from moto.iotsitewise.models import (  # type: ignore[import-not-found]
        iotsitewise_backends,
    )

    count: int = iotsitewise_backends[DEFAULT_ACCOUNT_ID]["us-east-1"].service.keep_up(now)
    return count


def put_cold(client: IoTSiteWiseClient, **more: Any) -> Any:  # noqa: ANN401
    return client.put_storage_configuration(
        storageType="MULTI_LAYER_STORAGE", multiLayerStorage=COLD, **more
    )


def test_a_new_account_has_the_default(sitewise: IoTSiteWiseClient) -> None:
    found = sitewise.describe_storage_configuration()
    assert found["storageType"] == "SITEWISE_DEFAULT_STORAGE"
    assert found["configurationStatus"] == {"state": "ACTIVE"}
    assert found["warmTier"] == "DISABLED"


def test_a_configuration_is_taken_over(sitewise: IoTSiteWiseClient) -> None:
    answer = warm(sitewise, retentionPeriod={"numberOfDays": 30}, disallowIngestNullNaN=True)
    assert answer["configurationStatus"]["state"] == "UPDATE_IN_PROGRESS"
    found = sitewise.describe_storage_configuration()
    assert (found["warmTier"], found["retentionPeriod"]) == ("ENABLED", {"numberOfDays": 30})
    assert found["disallowIngestNullNaN"] is True


@pytest.mark.parametrize(
    "more",
    [
        {"retentionPeriod": {"numberOfDays": 29}},
        {"retentionPeriod": {"numberOfDays": 30, "unlimited": True}},
        {"retentionPeriod": {}},
        {"warmTierRetentionPeriod": {"numberOfDays": 30}},
        {"multiLayerStorage": COLD},
    ],
)
def test_parts_that_do_not_fit_are_refused(sitewise: IoTSiteWiseClient, more: Any) -> None:  # noqa: ANN401
    with pytest.raises(sitewise.exceptions.InvalidRequestException):
        warm(sitewise, **more)


def test_streams_cannot_be_disabled_again(sitewise: IoTSiteWiseClient) -> None:
    warm(sitewise, disassociatedDataStorage="ENABLED")
    with pytest.raises(sitewise.exceptions.InvalidRequestException, match="again"):
        warm(sitewise, disassociatedDataStorage="DISABLED")


def test_a_bucket_that_is_not_there_fails_the_update(sitewise: IoTSiteWiseClient) -> None:
    put_cold(sitewise)
    found = sitewise.describe_storage_configuration()
    assert found["configurationStatus"]["state"] == "UPDATE_FAILED"
    assert found["configurationStatus"]["error"]["code"] == "VALIDATION_ERROR"
    assert found["storageType"] == "SITEWISE_DEFAULT_STORAGE"


def test_the_cold_tier_gets_values_and_metadata(
    sitewise: IoTSiteWiseClient, set_clock: SetClock, tmp_path: Path
) -> None:
    files = bucket()
    plant = Plant(sitewise, set_clock.time)
    plant.build()
    put_cold(sitewise)
    assert keep_up(set_clock.time) > 0
    assert keep_up(set_clock.time) == 0, "what is there is not written again"
    keys = [one.key for one in files.objects.all()]
    assert all(one.startswith("cold/") for one in keys)
    (raw,) = [one for one in keys if one.startswith("cold/raw/") and plant.ids["property"] in one]
    files.download_file(raw, str(tmp_path / "raw.parquet"))
    rows = duckdb.execute(
        f"SELECT timeInSeconds, quality, doubleValue FROM '{tmp_path / 'raw.parquet'}'"
    ).fetchall()
    assert rows == [(int(set_clock.time), "GOOD", 1.0)]
    name = f"cold/asset_metadata/asset_{plant.ids['asset']}.ndjson"
    lines = [json.loads(one) for one in files.Object(name).get()["Body"].iter_lines()]
    assert "flow" in {one["assetPropertyName"] for one in lines}
    name = f"{plant.ids['line']}_{plant.ids['hierarchy']}.ndjson"
    child = files.Object(f"cold/asset_hierarchy_metadata/{name}").get()["Body"].read()
    assert json.loads(child)["targetAssetId"] == plant.ids["asset"]


def test_the_clock_exports_every_six_hours(
    sitewise: IoTSiteWiseClient, set_clock: SetClock
) -> None:
    bucket()
    Plant(sitewise, set_clock.time).build()
    follower = ColdTier(DEFAULT_ACCOUNT_ID)
    assert follower.next_due(set_clock.time) is None
    put_cold(sitewise)
    due = follower.next_due(set_clock.time)
    assert due is not None
    assert due % (6 * 3_600) == 0
    follower.begin(1)
    follower.reach(due - 1)
    assert follower.finish(due - 1) == {}
    follower.reach(due)
    assert list(follower.finish(due)) == ["us-east-1"]


@pytest.mark.parametrize(("tier", "is_kept"), [("DISABLED", False), ("ENABLED", True)])
def test_old_values_leave_unless_there_is_a_warm_tier(
    sitewise: IoTSiteWiseClient,
    set_clock: SetClock,
    tier: Literal["DISABLED", "ENABLED"],
    is_kept: bool,
) -> None:
    plant = Plant(sitewise, set_clock.time)
    plant.build()
    sitewise.put_storage_configuration(
        storageType="SITEWISE_DEFAULT_STORAGE",
        retentionPeriod={"numberOfDays": 30},
        warmTier=tier,
    )
    keep_up(set_clock.time + 29 * DAY_S)
    assert "propertyValue" in sitewise.get_asset_property_value(propertyAlias="/flow")
    keep_up(set_clock.time + 31 * DAY_S)
    found = sitewise.get_asset_property_value(propertyAlias="/flow")
    assert ("propertyValue" in found) is is_kept
