"""The paths that values may take from the edge to SiteWise, and what each is metered as.

Real time: each flush sends what has gathered, at most ten values of a stream in one message.
Buffered: all streams of an ingestion period are metered together, with a minimum per period that
small sites do not fill. https://docs.aws.amazon.com/iot-sitewise/latest/userguide/bulk-operations.html
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from twin.cost import metering

FLUSHES_SECONDS = (0.2, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
"""How long the publisher may gather values; the first is its default."""

BUFFERED_PERIODS_SECONDS = (900, 3600)


@dataclass(frozen=True)
class PublisherPath:
    """One way to publish: `delay_seconds` is how long a value may wait before it is stored."""

    kind: Literal["real_time", "buffered"]
    delay_seconds: float
    messages_per_day: int

    @property
    def title(self) -> str:
        """Return what people call the path."""
        if self.kind == "real_time":
            return f"real time, flushed every {self.delay_seconds:g} s"
        return f"buffered, imported every {self.delay_seconds / 60:g} min"

    @property
    def configuration(self) -> dict[str, float] | None:
        """Return the configuration of the component `edge_publisher`, None for another path."""
        return {"flushSeconds": self.delay_seconds} if self.kind == "real_time" else None


def real_time(rates: Sequence[float], flush_seconds: float) -> PublisherPath:
    """Return the path of real-time requests; `rates` are the values a second of each stream."""
    daily = sum(_real_time_per_day(rate, flush_seconds) for rate in rates)
    return PublisherPath("real_time", flush_seconds, math.ceil(daily))


def buffered(rates: Sequence[float], period_seconds: float) -> PublisherPath:
    """Return the path of imports of one ingestion period each."""
    periods = metering.SECONDS_PER_DAY / period_seconds
    points = math.ceil(sum(rates) * period_seconds)
    messages = math.ceil(periods * metering.buffered_messages(points))
    return PublisherPath("buffered", period_seconds, messages)


def all_paths(rates: Sequence[float]) -> tuple[PublisherPath, ...]:
    """Return every path, the quickest first."""
    return (
        *(real_time(rates, flush) for flush in FLUSHES_SECONDS),
        *(buffered(rates, period) for period in BUFFERED_PERIODS_SECONDS),
    )


def cheapest(paths: Sequence[PublisherPath], *, longest_delay_seconds: float) -> PublisherPath:
    """Return the path with the fewest messages within a delay; of equal ones, the quickest.

    Raises:
        ValueError: no path is that quick.
    """
    quick = [path for path in paths if path.delay_seconds <= longest_delay_seconds]
    if not quick:
        raise ValueError(f"no path stores values within {longest_delay_seconds:g} s")
    return min(quick, key=lambda path: (path.messages_per_day, path.delay_seconds))


def streams_where_buffered_is_cheaper(period_seconds: float, *, points_per_message: int) -> float:
    """Return how many streams of one value a second give as many messages as the minimum of a
    period: beyond that, the buffered path is the cheaper one, or its minimum is used up.
    """
    of_one_stream = period_seconds / points_per_message
    return metering.BUFFERED_MINIMUM_MESSAGES / of_one_stream


def _real_time_per_day(rate: float, flush_seconds: float) -> float:
    gathered = rate * flush_seconds
    if gathered <= 1:  # a flush finds one value of the stream, or none
        return metering.SECONDS_PER_DAY * rate
    flushes = metering.SECONDS_PER_DAY / flush_seconds
    return flushes * metering.real_time_messages(math.ceil(gathered))
