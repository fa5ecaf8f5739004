"""BatchPutAssetPropertyValue: every rule of the service, each refusal per entry.

https://docs.aws.amazon.com/iot-sitewise/latest/APIReference/API_BatchPutAssetPropertyValue.html
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from twin_local.services.iotsitewise.entry_rules import (
    EntryProblem,
    Policy,
    checked_values,
    problem,
)
from twin_local.services.iotsitewise.exceptions import (
    InvalidRequestException,
    ResourceNotFoundException,
    ThrottlingException,
)
from twin_local.services.iotsitewise.operations import Operations
from twin_local.services.iotsitewise.series import Series
from twin_local.services.iotsitewise.shapes import Json
from twin_local.services.iotsitewise.store import Point, Store
from twin_local.services.iotsitewise.streams import Streams, type_of
from twin_local.services.iotsitewise.value_rates import ValueRates

MAXIMUM_ENTRIES = 10
MAXIMUM_VALUES = 10
WRITABLE = ("attribute", "measurement", "stream")

Stored = Callable[[Series, list[Point]], None]


@dataclass(frozen=True)
class Accepted:
    """What is stored of an entry."""

    series: Series
    points: list[Point]


class Ingest:
    """Checks and stores batches; `on_stored` hears of every series that has new points."""

    def __init__(
        self,
        *,
        streams: Streams,
        store: Store,
        now: Callable[[], float],
        policy: Callable[[], Policy],
        on_stored: Stored,
    ) -> None:
        self._streams, self._store, self._now = streams, store, now
        self._policy, self._on_stored = policy, on_stored
        self._rates = ValueRates(now)

    def operations(self) -> Operations:
        """Return the operations that write values."""
        return {"BatchPutAssetPropertyValue": self.put}

    def put(self, request: Json) -> Json:
        """Store what is acceptable and return the errors of the rest.

        What is computed at once from the values is committed with them.

        Raises:
            InvalidRequestException: more than 10 entries, or two with the same id.
            ThrottlingException: the account writes more values than its rate.
        """
        entries = request["entries"]
        _check(entries)
        self._rates.check_values(sum(len(entry["propertyValues"]) for entry in entries))
        partial = bool(request.get("enable_partial_entry_processing"))
        errors: list[Json] = []
        accepted: list[Accepted] = []
        with self._store.transaction():
            for entry in entries:
                problems, found = self._entry(entry, partial=partial)
                if problems:
                    errors.append({"entryId": entry["entryId"], "errors": problems})
                if found is not None:
                    if found.series.stream_id:
                        self._streams.keep(found.series)
                    self._store.put_points(found.series.key, found.points)
                    accepted.append(found)
            for one in accepted:
                self._on_stored(one.series, one.points)
        return {"errorEntries": errors}

    def _entry(self, entry: Json, *, partial: bool) -> tuple[list[EntryProblem], Accepted | None]:
        """Return the problems of an entry, and what is stored of it."""
        values = entry["propertyValues"]
        try:
            if len(values) > MAXIMUM_VALUES:
                raise InvalidRequestException(f"more than {MAXIMUM_VALUES} values in one entry")
            series = self._series(entry)
            if series.kind not in WRITABLE:
                raise InvalidRequestException(f"{series.name} is computed; it cannot be written")
            self._rates.check_entry(series.key)
        except (
            InvalidRequestException,
            ResourceNotFoundException,
            ThrottlingException,
        ) as error:
            return [problem(error.code, error.message, values)], None
        points, problems = checked_values(
            series, values, store=self._store, now=self._now(), policy=self._policy()
        )
        if not points or (problems and not partial):
            return problems, None
        return problems, Accepted(series, sorted(points, key=lambda one: one.time_ns))

    def _series(self, entry: Json) -> Series:
        """Return the series of an entry; an unknown alias begins a stream where that is allowed."""
        try:
            return self._streams.find(entry)
        except ResourceNotFoundException:
            alias = entry.get("propertyAlias")
            if not alias or not entry["propertyValues"] or not self._policy().takes_streams:
                raise
            return self._streams.draft(alias, type_of(entry["propertyValues"][0]["value"]))


def _check(entries: Sequence[Json]) -> None:
    if len(entries) > MAXIMUM_ENTRIES:
        raise InvalidRequestException(f"{len(entries)} entries, at most {MAXIMUM_ENTRIES}")
    ids = Counter(entry["entryId"] for entry in entries)
    if twice := [key for key, count in ids.items() if count > 1]:
        raise InvalidRequestException(f"the entry ids {', '.join(twice)} are not unique")
