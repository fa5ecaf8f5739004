"""Times as TwinMaker writes them: ISO 8601 with milliseconds, in UTC; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from twin_local.services.documents import Json
from twin_local.services.iottwinmaker.exceptions import ValidationException


@dataclass(frozen=True)
class Span:
    """From when to when; both with their zone."""

    start: datetime
    end: datetime

    def request_members(self) -> Json:
        """Return the members of a connector's request; those of seconds are deprecated."""
        return {
            "startTime": text(self.start),
            "endTime": text(self.end),
            "startDateTime": int(self.start.timestamp()),
            "endDateTime": int(self.end.timestamp()),
        }


def span(request: Json) -> Span:
    """Return the time that a request is about.

    Raises:
        ValidationException: it says it twice, not at all, or its end is not after its start.
    """
    start, end = _one(request, "start"), _one(request, "end")
    if start >= end:
        raise ValidationException("the end of the time is not after its start")
    return Span(start, end)


def text(moment: datetime) -> str:
    """Write a time."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _one(request: Json, which: str) -> datetime:
    iso, moment = request.get(f"{which}_time"), request.get(f"{which}_date_time")
    if (iso is None) == (moment is None):
        raise ValidationException(f"one of {which}Time and {which}DateTime is given")
    if iso is None:
        assert moment is not None
        return _zoned(moment)
    try:
        return _zoned(datetime.fromisoformat(iso))
    except ValueError as error:
        raise ValidationException(f"{which}Time {iso!r} is no ISO 8601 time") from error


def _zoned(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
