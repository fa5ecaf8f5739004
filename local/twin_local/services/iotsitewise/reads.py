"""Latest values, history and aggregates of one series.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/query-industrial-data.html. A page ends
with its number of results or with its size, whichever comes first.
"""

from __future__ import annotations

from collections.abc import Callable

from twin_local.services.iotsitewise.aggregates import AUTOMATIC, aggregated_values
from twin_local.services.iotsitewise.exceptions import InvalidRequestException
from twin_local.services.iotsitewise.operations import Operations
from twin_local.services.iotsitewise.points.chunk_table import FOREVER_NS
from twin_local.services.iotsitewise.ranges import (
    camel,
    limit_of,
    named,
    place_of,
    quality_of,
    range_of,
    token_of,
)
from twin_local.services.iotsitewise.room import (
    AGGREGATES_BYTES,
    HISTORY_BYTES,
    Page,
    Room,
    size_of,
    size_of_aggregate,
)
from twin_local.services.iotsitewise.series import Series
from twin_local.services.iotsitewise.shapes import (
    MEMBER_OF_TYPE,
    NANOSECONDS,
    Json,
    property_value,
    stored,
)
from twin_local.services.iotsitewise.store import Point, Store
from twin_local.services.iotsitewise.streams import Streams

HISTORY_DEFAULT, HISTORY_MAXIMUM = 20, 20_000
AGGREGATES_DEFAULT, AGGREGATES_MAXIMUM = 250, 2_500


class Reads:
    """Answers from the store; a range is exclusive at its start and inclusive at its end."""

    def __init__(self, *, streams: Streams, store: Store, now: Callable[[], float]) -> None:
        self._streams, self._store, self._now = streams, store, now

    def operations(self) -> Operations:
        """Return the operations that read the values of one series."""
        return {
            "GetAssetPropertyValue": self.latest,
            "GetAssetPropertyValueHistory": self.history,
            "GetAssetPropertyAggregates": self.aggregates,
        }

    def latest(self, request: Json) -> Json:
        """Return the newest value; an attribute has its default since the asset was created."""
        point = self.newest(self._streams.find(named(request)))
        return {"propertyValue": point} if point else {}

    def history(self, request: Json) -> Json:
        """Return one page of values."""
        query = camel(request)
        room = Room(limit_of(query, HISTORY_DEFAULT, HISTORY_MAXIMUM), HISTORY_BYTES)
        page = self.values(self._streams.find(named(request)), query, room, _after(query))
        return {"assetPropertyValueHistory": page.results, **_following(page)}

    def aggregates(self, request: Json) -> Json:
        """Return one page of aggregated values."""
        query = camel(request)
        room = Room(limit_of(query, AGGREGATES_DEFAULT, AGGREGATES_MAXIMUM), AGGREGATES_BYTES)
        page = self.windows(self._streams.find(named(request)), query, room, _after(query))
        return {"aggregatedValues": page.results, **_following(page)}

    def newest(self, series: Series) -> Json | None:
        """Return the newest value of a series as the API has it, None where it has none."""
        point = self._store.latest(series.key, until_ns=FOREVER_NS)
        if point is None and series.default_value is not None:
            point = _default(series, series.default_value)
        return property_value(point, series.data_type) if point else None

    def values(self, series: Series, query: Json, room: Room, after_ns: int | None) -> Page:
        """Return the values of a query that follow a time, None for the first ones."""
        span = range_of(query, self._now())
        span = span if after_ns is None else span.beyond(after_ns)
        points = self._store.points(
            series.key,
            after_ns=span.after_ns,
            until_ns=span.until_ns,
            quality=quality_of(query),
            descending=span.descending,
            limit=room.results + 1,
        )
        sizes = [size_of(point) for point in points]
        kept = points[: room.fitting(sizes)]
        results = [property_value(point, series.data_type) for point in kept]
        last_ns = kept[-1].time_ns if kept else after_ns
        return Page(results, sum(sizes[: len(kept)]), last_ns, len(kept) == len(points))

    def windows(self, series: Series, query: Json, room: Room, after_ns: int | None) -> Page:
        """Return the aggregates of a query that follow a time, None for the first ones.

        A window belongs to the range that its end is in; one that has not ended has no aggregate.
        """
        step = AUTOMATIC.get(query["resolution"])
        if step is None:
            raise InvalidRequestException(f"the resolution is one of {', '.join(AUTOMATIC)}")
        span = range_of(query, self._now())
        span = span if after_ns is None else span.beyond(after_ns)
        until = min(span.until_ns, int(self._now() * NANOSECONDS))
        found = self._store.statistics(
            series.key,
            quality_of(query),
            after_ns=span.after_ns // step * step,
            until_ns=until // step * step,
            step_ns=step,
        )
        results = aggregated_values(series, found, query["aggregateTypes"], quality_of(query))
        if span.descending:
            results.reverse()
        sizes = [size_of_aggregate(one) for _, one in results[: room.results]]
        shown = results[: room.fitting(sizes)]
        last_ns = shown[-1][0] if shown else after_ns
        size = sum(sizes[: len(shown)])
        return Page([one for _, one in shown], size, last_ns, len(shown) == len(results))


def _default(series: Series, text: str) -> Point:
    given: str | bool = text.lower() == "true" if series.data_type == "BOOLEAN" else text
    value = stored({MEMBER_OF_TYPE[series.data_type]: given}, series.data_type, "GOOD")
    return Point(int(series.created_at) * NANOSECONDS, "GOOD", value)


def _after(query: Json) -> int | None:
    place = place_of(query, ("after", int))
    return None if place is None else int(place["after"])


def _following(page: Page) -> Json:
    return {} if page.is_last else {"nextToken": token_of({"after": page.last_ns})}
