"""The messages of a time that is over: values from SiteWise, all else from the journal."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from twin.live.coalesce import INTERVAL_SECONDS, thinned
from twin.live.event_id import EventId
from twin.live.event_stream import ServerSentEvent
from twin.live.events import ValuePoint
from twin.live.resume import MAXIMUM_MESSAGES, MAXIMUM_POINTS, Missed
from twin.site_document import SiteDocument
from twin.telemetry.sample import NANOSECONDS
from twin_runtime.batch_reads import Span, batch_history
from twin_runtime.live_journal import LiveJournal
from twin_runtime.values import point_of

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient


class TooMuch(Exception):
    """More was said than one answer can tell."""


def replay(
    missed: Missed, journal: LiveJournal, client: IoTSiteWiseClient, site: SiteDocument
) -> list[ServerSentEvent]:
    """Return what was said; raise `TooMuch`."""
    return [*_values(missed, client, site), *_journal(missed, journal)]


def _journal(missed: Missed, journal: LiveJournal) -> Iterator[ServerSentEvent]:
    for count, (topic, message) in enumerate(journal.between(missed.since, missed.until)):
        if count == MAXIMUM_MESSAGES:
            raise TooMuch
        yield ServerSentEvent(topic, message)


def _values(
    missed: Missed, client: IoTSiteWiseClient, site: SiteDocument
) -> Iterator[ServerSentEvent]:
    """Yield one message of each signal that had values."""
    start, end = (round(moment * NANOSECONDS) for moment in (missed.since, missed.until))
    spans = [Span(s.alias, start, end) for s in site.signals if s.kind != "attribute"]
    points: dict[str, list[ValuePoint]] = defaultdict(list)
    for count, sample in enumerate(batch_history(client, spans)):
        if count == MAXIMUM_POINTS:
            raise TooMuch
        points[sample.alias].append(point_of(sample))
    for alias, found in points.items():
        kept = thinned(found, INTERVAL_SECONDS)
        suffix = f"{zlib.crc32(alias.encode()):08x}"
        own = EventId(EventId.at(kept[-1].time).milliseconds, suffix)
        message = {"id": str(own), "alias": alias, "points": [asdict(point) for point in kept]}
        yield ServerSentEvent("values", message)
