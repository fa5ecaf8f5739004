"""A pump whose properties have every data type."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.integration.services.conftest import SetClock
from tests.integration.services.sitewise.computing import Computing
from tests.integration.services.sitewise_samples import (
    attribute,
    make_asset,
    make_model,
    measurement,
    metric,
    transform,
)

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient


@pytest.fixture
def pump(sitewise: IoTSiteWiseClient) -> str:
    """Return an asset; each property has its name after a slash as its alias."""
    model = make_model(
        sitewise,
        "pump",
        measurement("flow"),
        measurement("starts", "INTEGER"),
        measurement("mode", "STRING"),
        measurement("on", "BOOLEAN"),
        attribute("rated", "40"),
        transform("twice", "2 * q", q="flow"),
        metric("mean", "avg(q)", q="flow"),
    )
    asset = make_asset(sitewise, "P-1", model)
    for item in sitewise.describe_asset(assetId=asset)["assetProperties"]:
        sitewise.update_asset_property(
            assetId=asset, propertyId=item["id"], propertyAlias=f"/{item['name']}"
        )
    return asset


@pytest.fixture
def computing(
    set_clock: SetClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Computing]:
    """Return a service whose clock stands at a full hour and whose windows tests close."""
    monkeypatch.setattr("twin_local.services.iotsitewise.metric_clock.TICK_SECONDS", 3_600.0)
    set_clock.time = set_clock.time // 3_600 * 3_600
    made = Computing(set_clock, tmp_path)
    yield made
    made.service.close()
