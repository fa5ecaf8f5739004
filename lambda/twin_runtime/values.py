"""Values in SiteWise, by alias."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from twin.live.events import Quality, ValuePoint
from twin.telemetry.sample import NANOSECONDS, Sample, Value
from twin_runtime.errors import ValueNotRead, ValueNotStored
from twin_runtime.page_token import known_position

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient

MAXIMUM_BATCH = 128
"""BatchGetAssetPropertyValue takes at most 128 entries."""

MAXIMUM_ENTRIES = 10
"""BatchPutAssetPropertyValue takes at most 10 entries."""

_QUALITIES: dict[str, Quality] = {"GOOD": "GOOD", "UNCERTAIN": "UNCERTAIN"}
_RESOLUTION = timedelta(microseconds=1)


@dataclass(frozen=True)
class HistorySlice:
    """One page of history, oldest first."""

    points: tuple[ValuePoint, ...]
    next_token: str | None


def read_sample(alias: str, raw: Mapping[str, Any]) -> Sample:
    """Return a value as SiteWise answers or notifies it."""
    time = raw["timestamp"]
    return Sample(
        alias=alias,
        time_nanoseconds=time["timeInSeconds"] * NANOSECONDS + time.get("offsetInNanos", 0),
        value=_read_variant(raw["value"]),
        quality=_QUALITIES.get(raw.get("quality", "GOOD"), "BAD"),
    )


def point_of(sample: Sample) -> ValuePoint:
    """Return a sample as the console gets it: what is not a number is no value."""
    return ValuePoint(sample.time, finite(sample.value), sample.quality)


def finite(value: Value) -> Value:
    """Return a value as JSON can tell it; what is not a number is None."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


def latest_samples(client: IoTSiteWiseClient, aliases: Sequence[str]) -> dict[str, Sample]:
    """Return the newest sample of every alias that has one."""
    found: dict[str, Sample] = {}
    for start in range(0, len(aliases), MAXIMUM_BATCH):
        for alias, raw in _batch_get(client, aliases[start : start + MAXIMUM_BATCH]):
            found[alias] = read_sample(alias, raw)
    return found


def history(
    client: IoTSiteWiseClient,
    alias: str,
    *,
    start: float,
    end: float,
    quality: Quality,
    limit: int,
    token: str | None,
) -> HistorySlice:
    """Return one page of the values of a quality in [start, end), seconds since 1970.

    SiteWise's range excludes its start and includes its end: both move by its smallest step here.

    Raises:
        QueryInvalid: SiteWise does not know the token.
    """
    page: Any = {"nextToken": token} if token else {}
    with known_position(token):
        answer = client.get_asset_property_value_history(
            propertyAlias=alias,
            startDate=datetime.fromtimestamp(start, UTC) - _RESOLUTION,
            endDate=datetime.fromtimestamp(end, UTC) - _RESOLUTION,
            qualities=[quality],
            timeOrdering="ASCENDING",
            maxResults=limit,
            **page,
        )
    points = (point_of(read_sample(alias, raw)) for raw in answer["assetPropertyValueHistory"])
    return HistorySlice(tuple(points), answer.get("nextToken"))


def put_string(client: IoTSiteWiseClient, alias: str, text: str, *, time: float) -> None:
    """Store a string at a source time; the same time again replaces it."""
    put_values(client, {alias: text}, time=time)


def put_values(
    client: IoTSiteWiseClient, values: Mapping[str, float | str], *, time: float
) -> None:
    """Store one value of each alias at a source time; the same time again replaces it.

    All are tried before the first refusal is told, so that a repetition has little left to do.

    Raises:
        ValueNotStored: SiteWise did not take some of them.
    """
    entries = [
        {"propertyAlias": alias, "propertyValues": [_property_value(value, time)]}
        for alias, value in values.items()
    ]
    refused: list[str] = []
    for start in range(0, len(entries), MAXIMUM_ENTRIES):
        refused += _put_batch(client, entries[start : start + MAXIMUM_ENTRIES])
    if refused:
        raise ValueNotStored(
            "SiteWise did not take values", found=", ".join(refused), expected="all of them stored"
        )


def _put_batch(client: IoTSiteWiseClient, entries: Sequence[Mapping[str, Any]]) -> list[str]:
    """Store up to ten entries and return what was refused, each with its code."""
    numbered: Any = [{"entryId": f"e{number}", **entry} for number, entry in enumerate(entries)]
    answer = client.batch_put_asset_property_value(entries=numbered)
    return [
        f"{entries[int(failed['entryId'][1:])]['propertyAlias']}: "
        f"{failed['errors'][0]['errorCode']}"
        for failed in answer["errorEntries"]
    ]


def _property_value(value: float | str, time: float) -> dict[str, Any]:
    nanoseconds = round(time * 1_000_000) * 1_000
    member = "stringValue" if isinstance(value, str) else "doubleValue"
    if isinstance(value, bool):
        member = "booleanValue"
    return {
        "value": {member: value},
        "timestamp": {
            "timeInSeconds": nanoseconds // NANOSECONDS,
            "offsetInNanos": nanoseconds % NANOSECONDS,
        },
        "quality": "GOOD",
    }


def _batch_get(
    client: IoTSiteWiseClient, aliases: Sequence[str]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    entries = [{"entryId": f"e{i}", "propertyAlias": alias} for i, alias in enumerate(aliases)]
    token: str | None = None
    while True:
        page = {"nextToken": token} if token else {}
        answer = client.batch_get_asset_property_value(entries=entries, **page)  # type: ignore[arg-type]
        for entry in answer["successEntries"]:
            if "assetPropertyValue" in entry:
                yield aliases[int(entry["entryId"][1:])], entry["assetPropertyValue"]
        for failed in answer["errorEntries"]:
            if failed["errorCode"] != "ResourceNotFoundException":
                raise ValueNotRead(
                    "SiteWise did not read a value",
                    found=f"{failed['errorCode']}: {failed['errorMessage']}",
                    where=aliases[int(failed["entryId"][1:])],
                )
        token = answer.get("nextToken")
        if not token:
            return


def _read_variant(variant: Mapping[str, Any]) -> Value:
    for member in ("doubleValue", "integerValue", "booleanValue", "stringValue"):
        if member in variant:
            value: Value = variant[member]
            # JSON has no NaN: SiteWise spells it as text.
            if member == "doubleValue" and isinstance(value, str):
                return float(value)
            return value
    return None
