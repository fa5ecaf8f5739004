"""One page of several signals on one axis of time.

Only what the instants need is read from SiteWise: one range where the instants are close, a short
one before each where they are far apart. A page ends early where it has cost enough.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from iot_signals.axis_query import AxisQuery
from twin.site_document import Signal
from twin.telemetry.axis import GAP, Axis, Reach, Reading, resample
from twin.telemetry.sample import NANOSECONDS, Sample
from twin_runtime.batch_reads import Span, batch_history
from twin_runtime.http import Body
from twin_runtime.values import finite

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient

FIRST_INSTANTS = 16
COST_OF_SPAN = 300
"""What a range costs by itself, in values: a call takes five of them."""

MAXIMUM_COST = 60_000


def axis_page(client: IoTSiteWiseClient, query: AxisQuery) -> Body:
    """Answer the readings of every signal at the instants of one page; at least one instant."""
    axis = query.axis.part(query.first, min(query.limit, query.axis.count - query.first))
    readings: dict[str, list[Reading]] = {signal.alias: [] for signal in query.signals}
    done, size, cost = 0, FIRST_INSTANTS, 0
    while done < axis.count and cost < MAXIMUM_COST:
        part = axis.part(done, min(size, axis.count - done))
        cost += _read(client, query, part, readings)
        done += part.count
        size = 2 * size if cost < MAXIMUM_COST // 4 else FIRST_INSTANTS
    return {
        "step": query.step,
        "times": [instant / NANOSECONDS for instant in axis.part(0, done).instants],
        "series": [_series(signal, query, readings[signal.alias]) for signal in query.signals],
        "next_token": query.next_token(query.first + done),
    }


def _read(
    client: IoTSiteWiseClient, query: AxisQuery, axis: Axis, readings: dict[str, list[Reading]]
) -> int:
    """Add the readings of a part of the axis and return what they cost."""
    reaches = {signal.alias: Reach.of(signal, query.method) for signal in query.signals}
    spans = [span for alias, reach in reaches.items() for span in _spans(alias, reach, axis)]
    samples: dict[str, list[Sample]] = defaultdict(list)
    for sample in batch_history(client, spans):
        samples[sample.alias].append(sample)
    for signal in query.signals:
        found = resample(samples[signal.alias], axis, reaches[signal.alias])
        readings[signal.alias] += (_or_default(signal, reading) for reading in found)
    return COST_OF_SPAN * len(spans) + sum(len(found) for found in samples.values())


def _spans(alias: str, reach: Reach, axis: Axis) -> Iterator[Span]:
    """Yield the ranges that tell of all instants."""
    if reach.nanoseconds is None:
        yield Span(alias, 0, axis.last)
        return
    back, ahead = reach.nanoseconds, reach.nanoseconds if reach.method == "linear" else 0
    if axis.step <= 2 * (back + ahead):
        yield Span(alias, axis.start - back, axis.last + ahead)
        return
    for instant in axis.instants:
        yield Span(alias, instant - back, instant + ahead)


def _or_default(signal: Signal, reading: Reading) -> Reading:
    """Return an attribute's value of the site file where nobody has stored another one."""
    if reading is GAP and signal.kind == "attribute" and signal.default_value is not None:
        return Reading(signal.default_value, "GOOD")
    return reading


def _series(signal: Signal, query: AxisQuery, readings: list[Reading]) -> Body:
    return {
        "alias": signal.alias,
        "unit": signal.unit,
        "method": Reach.of(signal, query.method).method,
        "values": [finite(reading.value) for reading in readings],
        "qualities": [reading.quality for reading in readings],
    }
