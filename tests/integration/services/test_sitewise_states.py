"""SiteWise's states: what is under change, who waits for it, and what a kill leaves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import WaiterError

from tests.integration.services.conftest import SetClock
from tests.integration.services.sitewise_samples import (
    ids_of,
    make_asset,
    make_model,
    measurement,
)
from twin_local.services.iotsitewise.service import SiteWise
from twin_local.services.model_driven.faults import FAULTS, Fault
from twin_local.services.settings import SETTINGS, configure

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient

Json = dict[str, Any]


@pytest.fixture
def slow(sitewise: IoTSiteWiseClient) -> None:
    SETTINGS.transition_seconds = 10.0


def test_a_model_is_used_when_it_is_active(
    sitewise: IoTSiteWiseClient, set_clock: SetClock, slow: None
) -> None:
    made = sitewise.create_asset_model(assetModelName="pump")
    assert made["assetModelStatus"]["state"] == "CREATING"
    model = made["assetModelId"]
    with pytest.raises(sitewise.exceptions.ConflictingOperationException) as caught:
        make_asset(sitewise, "P-1", model)
    assert caught.value.response["resourceId"] == model  # type: ignore[typeddict-item]
    with pytest.raises(sitewise.exceptions.ResourceNotFoundException):
        sitewise.describe_asset_model(assetModelId=model, assetModelVersion="ACTIVE")
    set_clock.time += 10
    asset = make_asset(sitewise, "P-1", model)
    with pytest.raises(sitewise.exceptions.ConflictingOperationException, match="CREATING"):
        sitewise.update_asset(assetId=asset, assetName="P-2")


def test_the_active_version_serves_until_the_update_is_done(
    sitewise: IoTSiteWiseClient, set_clock: SetClock, slow: None
) -> None:
    model = make_model(sitewise, "pump", measurement("flow"))
    set_clock.time += 10
    asset = make_asset(sitewise, "P-1", model)
    set_clock.time += 10
    sitewise.update_asset_model(assetModelId=model, assetModelName="pumps")

    def seen(version: str) -> tuple[str, str, int]:
        found = sitewise.describe_asset_model(assetModelId=model, assetModelVersion=version)
        count = len(found["assetModelProperties"])
        return found["assetModelStatus"]["state"], found["assetModelName"], count

    assert seen("LATEST") == ("UPDATING", "pumps", 0)
    assert seen("ACTIVE") == ("UPDATING", "pump", 1)
    set_clock.time += 10
    assert seen("LATEST") == ("PROPAGATING", "pumps", 0)
    assert len(sitewise.describe_asset(assetId=asset)["assetProperties"]) == 1
    set_clock.time += 10
    assert seen("ACTIVE") == ("ACTIVE", "pumps", 0)
    assert sitewise.describe_asset(assetId=asset)["assetProperties"] == []


@pytest.fixture
def waiting(set_clock: SetClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let botocore's waiters move the clock instead of sleeping."""

    def sleep(seconds: float) -> None:
        set_clock.time += seconds

    monkeypatch.setattr("botocore.waiter.time.sleep", sleep)


def test_the_waiters_of_botocore_wait(
    sitewise: IoTSiteWiseClient, slow: None, waiting: None
) -> None:
    model = make_model(sitewise, "pump")
    sitewise.get_waiter("asset_model_active").wait(assetModelId=model)
    asset = make_asset(sitewise, "P-1", model)
    sitewise.get_waiter("asset_active").wait(assetId=asset)
    sitewise.delete_asset(assetId=asset)
    assert sitewise.describe_asset(assetId=asset)["assetStatus"]["state"] == "DELETING"
    sitewise.get_waiter("asset_not_exists").wait(assetId=asset)
    sitewise.delete_asset_model(assetModelId=model)
    sitewise.get_waiter("asset_model_not_exists").wait(assetModelId=model)


def test_a_change_that_fails_is_seen_by_a_waiter_and_can_be_deleted(
    sitewise: IoTSiteWiseClient, slow: None, waiting: None
) -> None:
    FAULTS.add(Fault("iotsitewise", "CreateAssetModel", "fail-later", times=1))
    model = make_model(sitewise, "pump")
    with pytest.raises(WaiterError, match="FAILED"):
        sitewise.get_waiter("asset_model_active").wait(assetModelId=model)
    status = sitewise.describe_asset_model(assetModelId=model)["assetModelStatus"]
    assert status["error"]["code"] == "INTERNAL_FAILURE"
    sitewise.delete_asset_model(assetModelId=model)
    sitewise.get_waiter("asset_model_not_exists").wait(assetModelId=model)
    assert ids_of(sitewise, make_model(sitewise, "pump")) == {}


def serve(folder: Path, clock: SetClock) -> SiteWise:
    configure(state_folder=folder, now=clock.now, transition_seconds=10)
    return SiteWise(account="1", region="r", publish=lambda topic, payload: None)


def test_what_a_kill_cut_off_is_done_at_the_next_start(set_clock: SetClock, tmp_path: Path) -> None:
    def call(service: SiteWise, operation: str, **request: object) -> Json:
        answer = service.call(operation, request)
        assert answer is not None
        return answer

    first = serve(tmp_path, set_clock)
    model = call(first, "CreateAssetModel", asset_model_name="pump")["assetModelId"]
    first.close()
    second = serve(tmp_path, set_clock)
    described: Callable[[], Json] = lambda: call(  # noqa: E731
        second, "DescribeAssetModel", asset_model_id=model
    )
    assert described()["assetModelStatus"]["state"] == "CREATING"
    set_clock.time += 10
    assert described()["assetModelStatus"]["state"] == "ACTIVE"
    call(second, "DeleteAssetModel", asset_model_id=model)
    second.close()
    set_clock.time += 10
    third = serve(tmp_path, set_clock)
    third.tick()
    listed = call(third, "ListAssetModels")["assetModelSummaries"]
    third.close()
    assert listed == []
