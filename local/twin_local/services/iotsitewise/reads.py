"""Latest values, history and aggregates, one by one and in batches."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Sequence
from statistics import pstdev

from twin_local.services.iotsitewise.exceptions import (
    InvalidRequestException,
    ResourceNotFoundException,
)
from twin_local.services.iotsitewise.operations import Operations
from twin_local.services.iotsitewise.series import Series, SeriesIndex
from twin_local.services.iotsitewise.shapes import (
    MEMBER_OF_TYPE,
    NANOSECONDS,
    Json,
    property_value,
    stored,
)
from twin_local.services.iotsitewise.store import Point, Store

HISTORY_DEFAULT, HISTORY_MAXIMUM = 20, 20_000
AGGREGATES_DEFAULT, AGGREGATES_MAXIMUM = 250, 2_500
BATCH_LATEST_MAXIMUM, BATCH_HISTORY_MAXIMUM = 128, 16
RESOLUTION_SECONDS = {"1m": 60, "15m": 900, "1h": 3_600, "1d": 86_400}
FOREVER_NS = 2**62

Fetch = Callable[[Series, Json], Json]


class Reads:
    """Answers from the store; a range is exclusive at its start and inclusive at its end."""

    def __init__(self, *, index: SeriesIndex, store: Store, now: Callable[[], float]) -> None:
        self._index, self._store, self._now = index, store, now

    def operations(self) -> Operations:
        """Return the operations that read values."""
        return {
            "GetAssetPropertyValue": self.latest,
            "GetAssetPropertyValueHistory": self.history,
            "GetAssetPropertyAggregates": self.aggregates,
            "BatchGetAssetPropertyValue": self.batch_latest,
            "BatchGetAssetPropertyValueHistory": self.batch_history,
            "BatchGetAssetPropertyAggregates": self.batch_aggregates,
        }

    def latest(self, request: Json) -> Json:
        """Return the newest value; an attribute has its default since the asset was created."""
        return self._latest(self._index.find(_named(request)), {})

    def history(self, request: Json) -> Json:
        """Return one page of values."""
        return self._history(self._index.find(_named(request)), _camel(request))

    def aggregates(self, request: Json) -> Json:
        """Return one page of aggregated values."""
        return self._aggregates(self._index.find(_named(request)), _camel(request))

    def batch_latest(self, request: Json) -> Json:
        """Return the newest value of up to 128 properties."""
        entries = request["entries"]
        return self._batch(entries, self._latest, BATCH_LATEST_MAXIMUM)

    def batch_history(self, request: Json) -> Json:
        """Return values of up to 16 properties."""
        return self._batch(request["entries"], self._history, BATCH_HISTORY_MAXIMUM)

    def batch_aggregates(self, request: Json) -> Json:
        """Return aggregated values of up to 16 properties."""
        return self._batch(request["entries"], self._aggregates, BATCH_HISTORY_MAXIMUM)

    def _latest(self, series: Series, _: Json) -> Json:
        point = self._store.latest(series.key, until_ns=FOREVER_NS)
        if point is None and series.default_value is not None:
            point = self._default(series)
        if point is None:
            return {}
        return {"propertyValue": property_value(point, series.data_type)}

    def _default(self, series: Series) -> Point:
        text = series.default_value or ""
        given: str | bool = text.lower() == "true" if series.data_type == "BOOLEAN" else text
        member: Json = {MEMBER_OF_TYPE[series.data_type]: given}
        time_ns = int(series.created_at) * 1_000_000_000
        return Point(time_ns, "GOOD", stored(member, series.data_type, "GOOD"))

    def _history(self, series: Series, query: Json) -> Json:
        limit = _limit(query, HISTORY_DEFAULT, HISTORY_MAXIMUM)
        start, end = self._range(query)
        offset = _offset(query)
        points = self._store.points(
            series.key,
            after_ns=start,
            until_ns=end,
            quality=(query.get("qualities") or ["GOOD"])[0],
            descending=query.get("timeOrdering") == "DESCENDING",
            limit=limit + 1,
            offset=offset,
        )
        values = [property_value(point, series.data_type) for point in points[:limit]]
        more = {"nextToken": _token(offset + limit)} if len(points) > limit else {}
        return {"assetPropertyValueHistory": values, **more}

    def _aggregates(self, series: Series, query: Json) -> Json:
        limit = _limit(query, AGGREGATES_DEFAULT, AGGREGATES_MAXIMUM)
        resolution = RESOLUTION_SECONDS.get(query["resolution"])
        if resolution is None:
            raise InvalidRequestException(
                f"the resolution is one of {', '.join(RESOLUTION_SECONDS)}"
            )
        start, end = self._range(query)
        points = self._store.points(
            series.key,
            after_ns=start,
            until_ns=end,
            quality=(query.get("qualities") or ["GOOD"])[0],
        )
        values = list(_aggregated(points, series, query["aggregateTypes"], resolution))
        if query.get("timeOrdering") == "DESCENDING":
            values.reverse()
        offset = _offset(query)
        more = {"nextToken": _token(offset + limit)} if len(values) > offset + limit else {}
        return {"aggregatedValues": values[offset : offset + limit], **more}

    def _batch(self, entries: Sequence[Json], fetch: Fetch, maximum: int) -> Json:
        if len(entries) > maximum:
            raise InvalidRequestException(f"{len(entries)} entries, at most {maximum}")
        successes, errors = [], []
        for entry in entries:
            try:
                answer = fetch(self._index.find(entry), entry)
            except (InvalidRequestException, ResourceNotFoundException) as error:
                problem = {"errorCode": error.code, "errorMessage": error.message}
                errors.append({"entryId": entry["entryId"], **problem})
                continue
            if "propertyValue" in answer:
                answer = {"assetPropertyValue": answer["propertyValue"]}
            answer.pop("nextToken", None)
            successes.append({"entryId": entry["entryId"], **answer})
        return {"successEntries": successes, "errorEntries": errors, "skippedEntries": []}

    def _range(self, query: Json) -> tuple[int, int]:
        start = _moment(query.get("startDate"), 0)
        end = _moment(query.get("endDate"), int(self._now() * NANOSECONDS) + 600 * NANOSECONDS)
        if start > end:
            raise InvalidRequestException("the start is after the end")
        return start, end


def _aggregated(
    points: Sequence[Point], series: Series, types: Sequence[str], resolution: int
) -> Iterator[Json]:
    numeric = series.data_type in ("DOUBLE", "INTEGER", "BOOLEAN")
    if not numeric and set(types) != {"COUNT"}:
        raise InvalidRequestException(f"{series.name} is {series.data_type}: only COUNT applies")
    windows: dict[int, list[Point]] = {}
    step = resolution * NANOSECONDS
    for point in points:
        windows.setdefault(-(-point.time_ns // step) * step, []).append(point)
    for end in sorted(windows):
        group = windows[end]
        numbers = [float(one.value) for one in group if numeric and one.value is not None]
        yield {
            "timestamp": end / NANOSECONDS,
            "quality": group[0].quality,
            "value": {_member(kind): _aggregate(kind, numbers, len(group)) for kind in types},
        }


def _aggregate(kind: str, numbers: Sequence[float], count: int) -> float:
    if kind == "COUNT":
        return float(count)
    if kind == "AVERAGE":
        return sum(numbers) / len(numbers)
    if kind == "STANDARD_DEVIATION":
        return pstdev(numbers)
    if kind == "SUM":
        return sum(numbers)
    return max(numbers) if kind == "MAXIMUM" else min(numbers)


def _member(kind: str) -> str:
    first, *rest = kind.lower().split("_")
    return first + "".join(word.capitalize() for word in rest)


def _named(request: Json) -> Json:
    return {
        "assetId": request.get("asset_id"),
        "propertyId": request.get("property_id"),
        "propertyAlias": request.get("property_alias"),
    }


def _camel(request: Json) -> Json:
    return {_member(key): value for key, value in request.items()}


def _limit(query: Json, default: int, maximum: int) -> int:
    limit = int(query.get("maxResults") or default)
    if not 1 <= limit <= maximum:
        raise InvalidRequestException(f"maxResults {limit} is not within 1 and {maximum}")
    return limit


def _moment(value: object, default: int) -> int:
    timestamp = getattr(value, "timestamp", None)
    return int(timestamp() * NANOSECONDS) if timestamp else default


def _token(offset: int) -> str:
    return base64.urlsafe_b64encode(json.dumps({"offset": offset}).encode()).decode()


def _offset(query: Json) -> int:
    token = query.get("nextToken")
    if not token:
        return 0
    try:
        return int(json.loads(base64.urlsafe_b64decode(token))["offset"])
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidRequestException("the nextToken is not one of ours") from error
