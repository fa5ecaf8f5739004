"""BatchPutAssetPropertyValue: every rule of the service, each refusal per entry.

https://docs.aws.amazon.com/iot-sitewise/latest/APIReference/API_BatchPutAssetPropertyValue.html
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from twin_local.services.iotsitewise.exceptions import (
    InvalidRequestException,
    ResourceNotFoundException,
)
from twin_local.services.iotsitewise.operations import Operations
from twin_local.services.iotsitewise.series import Series, SeriesIndex
from twin_local.services.iotsitewise.shapes import NANOSECONDS, Json, stored, time_ns
from twin_local.services.iotsitewise.store import Point, Store

MAXIMUM_ENTRIES = 10
MAXIMUM_VALUES = 10
MAXIMUM_VALUES_PER_SECOND = 10
OLDEST_SECONDS = 7 * 24 * 3600
NEWEST_SECONDS = 10 * 60
WRITABLE = ("attribute", "measurement")

Stored = Callable[[Series, list[Point]], None]


class Ingest:
    """Checks and stores batches; `on_stored` hears of every series that has new points."""

    def __init__(
        self, *, index: SeriesIndex, store: Store, now: Callable[[], float], on_stored: Stored
    ) -> None:
        self._index, self._store, self._now = index, store, now
        self._on_stored = on_stored

    def operations(self) -> Operations:
        """Return the operations that write values."""
        return {"BatchPutAssetPropertyValue": self.put}

    def put(self, request: Json) -> Json:
        """Store what is acceptable and return the errors of the rest."""
        entries = request["entries"]
        if len(entries) > MAXIMUM_ENTRIES:
            raise InvalidRequestException(f"{len(entries)} entries, at most {MAXIMUM_ENTRIES}")
        ids = Counter(entry["entryId"] for entry in entries)
        if twice := [key for key, count in ids.items() if count > 1]:
            raise InvalidRequestException(f"the entry ids {', '.join(twice)} are not unique")
        partial = bool(request.get("enable_partial_entry_processing"))
        errors, accepted = [], []
        with self._store.transaction():
            for entry in entries:
                problems, found = self._entry(entry, partial=partial)
                if problems:
                    errors.append({"entryId": entry["entryId"], "errors": problems})
                if found is not None:
                    self._store.put_points(found[0].key, found[1])
                    accepted.append(found)
        for series, points in accepted:
            self._on_stored(series, points)
        return {"errorEntries": errors}

    def _entry(
        self, entry: Json, *, partial: bool
    ) -> tuple[list[Json], tuple[Series, list[Point]] | None]:
        try:
            series = self._index.find(entry)
            if series.kind not in WRITABLE:
                raise InvalidRequestException(f"{series.name} is computed; it cannot be written")
            if len(entry["propertyValues"]) > MAXIMUM_VALUES:
                raise InvalidRequestException(f"more than {MAXIMUM_VALUES} values in one entry")
        except (InvalidRequestException, ResourceNotFoundException) as error:
            return [_problem(error.code, error.message, entry["propertyValues"])], None
        points, problems = self._values(series, entry["propertyValues"])
        if problems and not partial:
            return problems, None
        return problems, (series, sorted(points, key=lambda one: one.time_ns)) if points else None

    def _values(self, series: Series, values: list[Json]) -> tuple[list[Point], list[Json]]:
        points: list[Point] = []
        problems: list[Json] = []
        for value in values:
            for code, message in self._refusals(series, value):
                problems.append(_problem(code, message, [value]))
                break
            else:
                quality = value.get("quality") or "GOOD"
                given = stored(value["value"], series.data_type, quality)
                points.append(Point(time_ns(value["timestamp"]), quality, given))
        return self._not_too_many(points, problems)

    def _refusals(self, series: Series, value: Json) -> Iterator[tuple[str, str]]:
        quality = value.get("quality") or "GOOD"
        age = self._now() - time_ns(value["timestamp"]) / NANOSECONDS
        if age > OLDEST_SECONDS or -age > NEWEST_SECONDS:
            yield (
                "TimestampOutOfRangeException",
                "the time stamp is not within the last 7 days and the next 10 minutes",
            )
        try:
            stored(value["value"], series.data_type, quality)
        except InvalidRequestException as error:
            yield error.code, error.message

    def _not_too_many(
        self, points: list[Point], problems: list[Json]
    ) -> tuple[list[Point], list[Json]]:
        """Refuse what is over ten values of one second and one quality."""
        counts: Counter[tuple[int, str]] = Counter()
        kept: list[Point] = []
        for point in points:
            second = (point.time_ns // NANOSECONDS, point.quality)
            counts[second] += 1
            if counts[second] <= MAXIMUM_VALUES_PER_SECOND:
                kept.append(point)
        if len(kept) < len(points):
            problems.append(
                {
                    "errorCode": "ThrottlingException",
                    "errorMessage": "more than 10 values of one second and quality",
                    "timestamps": [],
                }
            )
        return kept, problems


def _problem(code: str, message: str, values: list[Json]) -> Json:
    return {
        "errorCode": code,
        "errorMessage": message,
        "timestamps": [value["timestamp"] for value in values],
    }
