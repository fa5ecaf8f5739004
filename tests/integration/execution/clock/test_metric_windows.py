"""SiteWise's windows close when the clock passes their end; values keep their source's time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from twin_local import moto_extension
from twin_local.execution.plant import Execution
from twin_local.services.settings import configure

HOUR_S = 3600


@pytest.fixture
def sitewise(client: Callable[[str], Any]) -> Iterator[Any]:
    """Return a client of SiteWise without a thread that ticks."""
    moto_extension.install()
    configure(state_folder=None)
    yield client("iotsitewise")


def test_a_window_with_values_closes_early_and_only_once(aws: Execution, sitewise: Any) -> None:
    variable = {"name": "flow", "value": {"propertyId": "flow"}}
    metric = {
        "expression": "avg(flow)",
        "variables": [variable],
        "window": {"tumbling": {"interval": "1h"}},
    }
    model = sitewise.create_asset_model(
        assetModelName="windows",
        assetModelProperties=[
            {"name": "flow", "dataType": "DOUBLE", "type": {"measurement": {}}},
            {"name": "mean", "dataType": "DOUBLE", "type": {"metric": metric}},
        ],
    )["assetModelId"]
    asset = sitewise.create_asset(assetName="W-1", assetModelId=model)["assetId"]
    found = sitewise.describe_asset(assetId=asset)["assetProperties"]
    ids = {one["name"]: one["id"] for one in found}
    now = int(time.time())
    values = [
        {"value": {"doubleValue": value}, "timestamp": {"timeInSeconds": now}, "quality": "GOOD"}
        for value in (4.0,)
    ]
    sitewise.batch_put_asset_property_value(
        entries=[
            {
                "entryId": "e",
                "assetId": asset,
                "propertyId": ids["flow"],
                "propertyValues": values,
            }
        ]
    )
    done = aws.timeline.advance(2 * HOUR_S)
    assert done.did["metric_windows"] == {"us-east-1": 1}
    mean = sitewise.get_asset_property_value(assetId=asset, propertyId=ids["mean"])
    assert mean["propertyValue"]["value"] == {"doubleValue": 4.0}
    assert mean["propertyValue"]["timestamp"]["timeInSeconds"] == (now // HOUR_S + 1) * HOUR_S
    assert "metric_windows" not in aws.timeline.advance(2 * HOUR_S).did
