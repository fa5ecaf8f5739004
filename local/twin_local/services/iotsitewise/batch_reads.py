"""Reads of several series in one request.

Every page is asked for with the same entries. What earlier pages have completed is skipped on the
later ones and named there, with its error if it had one.
https://docs.aws.amazon.com/iot-sitewise/latest/APIReference/API_BatchGetAssetPropertyValueHistory.html
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from twin_local.services.iotsitewise.exceptions import (
    InvalidRequestException,
    ResourceNotFoundException,
)
from twin_local.services.iotsitewise.operations import Operations
from twin_local.services.iotsitewise.ranges import limit_of, place_of, token_of
from twin_local.services.iotsitewise.reads import HISTORY_MAXIMUM, Reads
from twin_local.services.iotsitewise.room import AGGREGATES_BYTES, HISTORY_BYTES, Page, Room
from twin_local.services.iotsitewise.series import Series
from twin_local.services.iotsitewise.shapes import Json
from twin_local.services.iotsitewise.streams import Streams

LATEST_ENTRIES, RANGE_ENTRIES = 128, 16
AGGREGATES_MAXIMUM = 4_000

Fetch = Callable[[Series, Json, Room, int | None], Page]
Problem = tuple[str, str]
"""A code and a message."""


class BatchReads:
    """Answers each entry by itself."""

    def __init__(self, *, reads: Reads, streams: Streams, now: Callable[[], float]) -> None:
        self._reads, self._streams, self._now = reads, streams, now

    def operations(self) -> Operations:
        """Return the operations that read the values of several series."""
        return {
            "BatchGetAssetPropertyValue": self.latest,
            "BatchGetAssetPropertyValueHistory": self.history,
            "BatchGetAssetPropertyAggregates": self.aggregates,
        }

    def latest(self, request: Json) -> Json:
        """Return the newest values of up to 128 series, all on one page."""
        entries = _checked(request["entries"], LATEST_ENTRIES)
        successes, errors = [], []
        for entry in entries:
            found = self._find(entry)
            if isinstance(found, tuple):
                errors.append(_error(entry, found))
                continue
            value = self._reads.newest(found)
            shown = {"assetPropertyValue": value} if value else {}
            successes.append({"entryId": entry["entryId"], **shown})
        return {"successEntries": successes, "errorEntries": errors, "skippedEntries": []}

    def history(self, request: Json) -> Json:
        """Return one page of the values of up to 16 series."""
        room = Room(_limit(request, HISTORY_MAXIMUM), HISTORY_BYTES)
        return self._paged(request, self._reads.values, "assetPropertyValueHistory", room)

    def aggregates(self, request: Json) -> Json:
        """Return one page of the aggregates of up to 16 series."""
        room = Room(_limit(request, AGGREGATES_MAXIMUM), AGGREGATES_BYTES)
        return self._paged(request, self._reads.windows, "aggregatedValues", room)

    def _paged(self, request: Json, fetch: Fetch, name: str, room: Room) -> Json:
        entries = _checked(request["entries"], RANGE_ENTRIES)
        first, after, failed = _continued(request, entries)
        answer = _answer(entries[:first], failed, self._now())
        for number, entry in enumerate(entries[first:], start=first):
            if room.is_full:
                return {**answer, "nextToken": _token(number, None, failed)}
            found = self._fetched(entry, fetch, room, after)
            if isinstance(found, tuple):
                answer["errorEntries"].append(_error(entry, found))
                failed[str(number)] = found[0]
            else:
                if found.results or found.is_last:
                    shown = {"entryId": entry["entryId"], name: found.results}
                    answer["successEntries"].append(shown)
                if not found.is_last:
                    return {**answer, "nextToken": _token(number, found.last_ns, failed)}
                room = room.without(found)
            after = None
        return answer

    def _fetched(self, entry: Json, fetch: Fetch, room: Room, after: int | None) -> Page | Problem:
        series = self._find(entry)
        if isinstance(series, tuple):
            return series
        try:
            return fetch(series, entry, room, after)
        except InvalidRequestException as error:
            return error.code, error.message

    def _find(self, entry: Json) -> Series | Problem:
        try:
            return self._streams.find(entry)
        except (InvalidRequestException, ResourceNotFoundException) as error:
            return error.code, error.message


def _checked(entries: Sequence[Json], maximum: int) -> Sequence[Json]:
    if not 1 <= len(entries) <= maximum:
        raise InvalidRequestException(f"{len(entries)} entries, at least 1 and at most {maximum}")
    ids = Counter(entry["entryId"] for entry in entries)
    if twice := [key for key, count in ids.items() if count > 1]:
        raise InvalidRequestException(f"the entry ids {', '.join(twice)} are not unique")
    return entries


def _limit(request: Json, maximum: int) -> int:
    return limit_of({"maxResults": request.get("max_results")}, maximum, maximum)


def _token(number: int, after: int | None, failed: dict[str, str]) -> str:
    return token_of({"entry": number, "after": after, "failed": failed})


def _continued(request: Json, entries: Sequence[Json]) -> tuple[int, int | None, dict[str, str]]:
    """Return the entry to go on with, the time to go on after, and the codes of failed entries."""
    place = place_of({"nextToken": request.get("next_token")}, ("entry", int), ("failed", dict))
    if place is None:
        return 0, None, {}
    after = place.get("after")
    if not 0 <= place["entry"] < len(entries) or not isinstance(after, int | None):
        raise InvalidRequestException("the nextToken belongs to other entries")
    return place["entry"], after, dict(place["failed"])


def _answer(completed: Sequence[Json], failed: dict[str, str], now: float) -> Json:
    skipped = []
    for number, entry in enumerate(completed):
        shown: Json = {"entryId": entry["entryId"], "completionStatus": "SUCCESS"}
        if code := failed.get(str(number)):
            info = {"errorCode": code, "errorTimestamp": now}
            shown = {**shown, "completionStatus": "ERROR", "errorInfo": info}
        skipped.append(shown)
    return {"successEntries": [], "errorEntries": [], "skippedEntries": skipped}


def _error(entry: Json, found: Problem) -> Json:
    return {"entryId": entry["entryId"], "errorCode": found[0], "errorMessage": found[1]}
