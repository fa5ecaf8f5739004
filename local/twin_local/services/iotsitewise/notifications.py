"""Property notifications: what SiteWise publishes over MQTT when a property has new values."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from twin_local.services.iotsitewise.series import Series
from twin_local.services.iotsitewise.shapes import property_value
from twin_local.services.iotsitewise.store import Point

MAXIMUM_VALUES = 10
Publish = Callable[[str, bytes], None]


def notify(publish: Publish, series: Series, points: Sequence[Point]) -> None:
    """Publish new values of a property, up to ten in a message, where notifications are on."""
    if not series.notifies:
        return
    topic = (
        f"$aws/sitewise/asset-models/{series.model_id}/assets/{series.asset_id}"
        f"/properties/{series.property_id}"
    )
    for start in range(0, len(points), MAXIMUM_VALUES):
        values = [
            property_value(point, series.data_type)
            for point in points[start : start + MAXIMUM_VALUES]
        ]
        message = {
            "type": "PropertyValueUpdate",
            "payload": {
                "assetId": series.asset_id,
                "propertyId": series.property_id,
                "values": values,
            },
        }
        publish(topic, json.dumps(message).encode())
