"""A pump whose properties have every data type."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

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
