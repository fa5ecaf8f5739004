"""Values of several signals by few calls of SiteWise.

https://docs.aws.amazon.com/iot-sitewise/latest/APIReference/API_BatchGetAssetPropertyValueHistory.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from twin.live.events import Quality
from twin.telemetry.axis import QUALITIES
from twin.telemetry.sample import NANOSECONDS, Sample
from twin_runtime.errors import ValueNotRead
from twin_runtime.page_token import known_position
from twin_runtime.values import read_sample

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient

MAXIMUM_ENTRIES = 16
"""One batch read of a range takes at most 16 entries."""

MAXIMUM_RESULTS = 20_000
"""And answers at most 20,000 values on a page."""


@dataclass(frozen=True)
class Span:
    """The values of one signal in [start, end], nanoseconds since 1970."""

    alias: str
    start: int
    end: int


@dataclass(frozen=True)
class AggregatePage:
    """One page of statistics as SiteWise answers them, each with the alias of its signal."""

    rows: tuple[tuple[str, Mapping[str, Any]], ...]
    next_token: str | None


def batch_history(client: IoTSiteWiseClient, spans: Sequence[Span]) -> Iterator[Sample]:
    """Yield the values of all spans, whatever their quality, page by page and in no order.

    SiteWise answers the values of one quality at a time: each span is three entries.

    Raises:
        ValueNotRead: SiteWise refused one of them.
    """
    parts = [(span, quality) for span in spans for quality in QUALITIES]
    for start in range(0, len(parts), MAXIMUM_ENTRIES):
        yield from _history(client, parts[start : start + MAXIMUM_ENTRIES])


def batch_aggregates(
    client: IoTSiteWiseClient,
    aliases: Sequence[str],
    *,
    start: float,
    end: float,
    resolution: str,
    aggregates: Sequence[str],
    limit: int,
    token: str | None,
) -> AggregatePage:
    """Return one page of the windows that end in (start, end], of up to 16 signals.

    Raises:
        QueryInvalid: SiteWise does not know the token.
        ValueNotRead: SiteWise refused one of the signals.
    """
    entries: Any = [
        {
            "entryId": f"e{number}",
            "propertyAlias": alias,
            "aggregateTypes": list(aggregates),
            "resolution": resolution,
            # Windows end at whole seconds, and old versions of boto3 send no more than those.
            "startDate": int(start),
            "endDate": int(end),
            "timeOrdering": "ASCENDING",
        }
        for number, alias in enumerate(aliases)
    ]
    page: Any = {"nextToken": token} if token else {}
    with known_position(token):
        answer = client.batch_get_asset_property_aggregates(
            entries=entries, maxResults=limit, **page
        )
    _check(answer["errorEntries"], aliases)
    rows = (
        (aliases[_number(entry)], window)
        for entry in answer["successEntries"]
        for window in entry["aggregatedValues"]
    )
    return AggregatePage(tuple(rows), answer.get("nextToken"))


def _history(client: IoTSiteWiseClient, parts: Sequence[tuple[Span, Quality]]) -> Iterator[Sample]:
    aliases = [span.alias for span, _ in parts]
    entries: Any = [_entry(number, *part) for number, part in enumerate(parts)]
    token: str | None = None
    while True:
        page: Any = {"nextToken": token} if token else {}
        answer = client.batch_get_asset_property_value_history(
            entries=entries, maxResults=MAXIMUM_RESULTS, **page
        )
        _check(answer["errorEntries"], aliases)
        for entry in answer["successEntries"]:
            span, _ = parts[_number(entry)]
            for raw in entry["assetPropertyValueHistory"]:
                sample = read_sample(span.alias, raw)
                if span.start <= sample.time_nanoseconds <= span.end:
                    yield sample
        token = answer.get("nextToken")
        if not token:
            return


def _entry(number: int, span: Span, quality: Quality) -> dict[str, Any]:
    """Return the entry of a span, widened to whole seconds: SiteWise leaves the start out."""
    return {
        "entryId": f"e{number}",
        "propertyAlias": span.alias,
        "startDate": max(0, span.start // NANOSECONDS - 1),
        "endDate": -(-span.end // NANOSECONDS),
        "qualities": [quality],
        "timeOrdering": "ASCENDING",
    }


def _check(errors: Sequence[Mapping[str, Any]], aliases: Sequence[str]) -> None:
    """Refuse what SiteWise refused; a signal that never had a value may be unknown to it."""
    for failed in errors:
        if failed["errorCode"] != "ResourceNotFoundException":
            raise ValueNotRead(
                "SiteWise did not read a signal",
                found=f"{failed['errorCode']}: {failed['errorMessage']}",
                where=aliases[_number(failed)],
            )


def _number(entry: Mapping[str, Any]) -> int:
    return int(entry["entryId"][1:])
