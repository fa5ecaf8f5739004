"""A SiteWise property notification as samples.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/mqtt-topics.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from twin.telemetry.sample import Sample
from twin_runtime import clients
from twin_runtime.values import read_sample


@dataclass(frozen=True)
class Notification:
    """Up to ten new values of one property, oldest first."""

    asset_id: str
    property_id: str
    values: tuple[Mapping[str, Any], ...]

    @classmethod
    def from_event(cls, event: Mapping[str, Any]) -> Notification:
        """Read the event that the IoT rule hands over."""
        payload = event["payload"]
        return cls(payload["assetId"], payload["propertyId"], tuple(payload["values"]))

    def samples(self, alias: str) -> list[Sample]:
        """Return the values in the order of their source times."""
        samples = (read_sample(alias, value) for value in self.values)
        return sorted(samples, key=lambda sample: sample.time_nanoseconds)


@cache
def alias_of(asset_id: str, property_id: str) -> str | None:
    """Return the alias of a property, asked once per process; None where it has none."""
    answer = clients.iotsitewise().describe_asset_property(assetId=asset_id, propertyId=property_id)
    described = answer.get("assetProperty") or answer.get("compositeModel", {}).get(
        "assetProperty", {}
    )
    return described.get("alias")
