"""One example for each operation of SiteWise's data plane that is served."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.integration.services.sitewise_examples import Example, Plant


def _two(**more: object) -> Any:  # noqa: ANN401 - entries of several operations
    """Return an entry of a property that is there and one of a property that is not."""
    return [
        {"entryId": "good", "propertyAlias": "/flow", **more},
        {"entryId": "bad", "propertyAlias": "/none", **more},
    ]


def _aggregated(plant: Plant) -> Any:  # noqa: ANN401
    return {
        "aggregateTypes": ["AVERAGE", "COUNT", "STANDARD_DEVIATION"],
        "resolution": "1m",
        "startDate": datetime.fromtimestamp(plant.now - 3600, UTC),
        "endDate": datetime.fromtimestamp(plant.now + 3600, UTC),
    }


VALUES: dict[str, Example] = {
    "BatchPutAssetPropertyValue": lambda p: p.put(2.0),
    "GetAssetPropertyValue": lambda p: p.client.get_asset_property_value(propertyAlias="/flow"),
    "GetAssetPropertyValueHistory": lambda p: p.client.get_asset_property_value_history(
        propertyAlias="/flow"
    ),
    "GetAssetPropertyAggregates": lambda p: p.client.get_asset_property_aggregates(
        propertyAlias="/flow", **_aggregated(p)
    ),
    "BatchGetAssetPropertyValue": lambda p: p.client.batch_get_asset_property_value(entries=_two()),
    "BatchGetAssetPropertyValueHistory": lambda p: p.client.batch_get_asset_property_value_history(
        entries=_two()
    ),
    "BatchGetAssetPropertyAggregates": lambda p: p.client.batch_get_asset_property_aggregates(
        entries=_two(**_aggregated(p))
    ),
}
