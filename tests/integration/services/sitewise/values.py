"""Values written to SiteWise, and what is read back, in short."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient

Json = Any
"""What boto3 takes and gives; its typed dictionaries are narrower than what tests try."""

MEMBERS = {bool: "booleanValue", int: "integerValue", float: "doubleValue", str: "stringValue"}


def stamp(time_s: float) -> Json:
    """Return a time to the microsecond."""
    micros = round(time_s * 1_000_000)
    return {"timeInSeconds": micros // 1_000_000, "offsetInNanos": micros % 1_000_000 * 1_000}


def value(given: object, time_s: float, quality: str = "GOOD") -> Json:
    """Return a value; what is a dictionary already is the variant itself."""
    variant = given if isinstance(given, dict) else {MEMBERS[type(given)]: given}
    return {"value": variant, "timestamp": stamp(time_s), "quality": quality}


def entry(alias: str, *values: Json, key: str = "e") -> Json:
    return {"entryId": key, "propertyAlias": alias, "propertyValues": list(values)}


def put(client: IoTSiteWiseClient, *entries: Json, partial: bool = False) -> list[Json]:
    """Write entries and return the errors."""
    answer: Json = client.batch_put_asset_property_value(
        entries=list(entries), enablePartialEntryProcessing=partial
    )
    found: list[Json] = answer["errorEntries"]
    return found


def codes(errors: list[Json]) -> list[str]:
    """Return the codes of all errors."""
    return [problem["errorCode"] for one in errors for problem in one["errors"]]


def fill(client: IoTSiteWiseClient, alias: str, values: Sequence[tuple[float, object]]) -> None:
    """Write values, ten in an entry and ten entries in a request."""
    shown = [value(given, time_s) for time_s, given in values]
    parts = [shown[at : at + 10] for at in range(0, len(shown), 10)]
    for at in range(0, len(parts), 10):
        entries = [
            entry(alias, *part, key=f"e{number}") for number, part in enumerate(parts[at : at + 10])
        ]
        assert put(client, *entries) == []


def only(variant: Json) -> object:
    """Return the one member of a variant."""
    (found,) = variant["value"].values()
    return found


def history(client: IoTSiteWiseClient, alias: str, **more: Json) -> list[object]:
    answer: Json = client.get_asset_property_value_history(propertyAlias=alias, **more)
    return [only(one) for one in answer["assetPropertyValueHistory"]]


def utc(time_s: float) -> datetime:
    return datetime.fromtimestamp(time_s, UTC)
