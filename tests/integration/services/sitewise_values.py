"""Values that tests write and read, of one asset with a property of each type."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tests.integration.services.sitewise_samples import (
    Item,
    attribute,
    ids_of,
    make_asset,
    make_model,
    measurement,
    metric,
)

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient

MEMBERS = {"flow": "doubleValue", "state": "stringValue", "on": "booleanValue"}
MEMBERS |= {"count": "integerValue"}


@dataclass(frozen=True)
class Pump:
    """An asset whose properties have the alias `/<name>`."""

    client: IoTSiteWiseClient
    model: str
    asset: str
    properties: dict[str, str]

    def put(self, name: str, *values: tuple[float, object], quality: str = "GOOD") -> list[Item]:
        """Write times and values in entries of ten; return the errors."""
        errors: list[Item] = []
        for start in range(0, len(values), 10):
            written = [
                value(time, {MEMBERS[name]: given}, quality)
                for time, given in values[start : start + 10]
            ]
            errors += self.send(entry(f"/{name}", *written))
        return errors

    def send(self, *entries: Item, partial: bool = False) -> list[Item]:
        """Write entries as they are; return the errors."""
        answer: Item = self.client.batch_put_asset_property_value(
            entries=list(entries), enablePartialEntryProcessing=partial
        )
        return list(answer["errorEntries"])


def make_pump(client: IoTSiteWiseClient) -> Pump:
    model = make_model(
        client,
        "pump",
        measurement("flow"),
        measurement("state", "STRING"),
        measurement("on", "BOOLEAN"),
        measurement("count", "INTEGER"),
        attribute("rated", "40"),
        metric("mean", "avg(q)", q="flow"),
    )
    asset, properties = make_asset(client, "P-1", model), ids_of(client, model)
    for name, key in properties.items():
        client.update_asset_property(assetId=asset, propertyId=key, propertyAlias=f"/{name}")
    return Pump(client, model, asset, properties)


def value(time: float, variant: Item, quality: str = "GOOD") -> Item:
    """Return an `AssetPropertyValue`."""
    nanoseconds = round(time * 1e3) * 1_000_000
    stamp = {
        "timeInSeconds": nanoseconds // 10**9,
        "offsetInNanos": nanoseconds % 10**9,
    }
    return {"value": variant, "timestamp": stamp, "quality": quality}


def entry(alias: str, *values: Item, key: str = "1") -> Item:
    return {"entryId": key, "propertyAlias": alias, "propertyValues": list(values)}


def at(time: float) -> datetime:
    return datetime.fromtimestamp(time, UTC)
