"""What the reads have alike: names, ranges, pages and their tokens."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from twin_local.services.iotsitewise.exceptions import InvalidRequestException
from twin_local.services.iotsitewise.shapes import NANOSECONDS, Json

NEWEST_NS = 600 * NANOSECONDS
"""How far ahead of now a value may be."""


@dataclass(frozen=True)
class Range:
    """Times in nanoseconds since 1970, without the first and with the last; and the order."""

    after_ns: int
    until_ns: int
    descending: bool

    def beyond(self, time_ns: int) -> Range:
        """Return what of the range is still to come after a time, in its order."""
        if self.descending:
            return Range(self.after_ns, time_ns - 1, True)
        return Range(time_ns, self.until_ns, False)


def range_of(query: Json, now: float) -> Range:
    """Return the range that `startDate`, `endDate` and `timeOrdering` say.

    Raises:
        InvalidRequestException: the start is after the end.
    """
    start = _moment(query.get("startDate"), -1)
    end = _moment(query.get("endDate"), int(now * NANOSECONDS) + NEWEST_NS)
    if start > end:
        raise InvalidRequestException("the start is after the end")
    return Range(start, end, query.get("timeOrdering") == "DESCENDING")


def quality_of(query: Json) -> str:
    """Return the one quality that is read."""
    qualities: list[str] = query.get("qualities") or ["GOOD"]
    return qualities[0]


def limit_of(query: Json, default: int, maximum: int) -> int:
    """Return how many results a page has.

    Raises:
        InvalidRequestException: more are asked for than a page may have.
    """
    given = query.get("maxResults")
    limit = default if given is None else int(given)
    if not 1 <= limit <= maximum:
        raise InvalidRequestException(f"maxResults {limit} is not within 1 and {maximum}")
    return limit


def token_of(place: Json) -> str:
    """Return the token that stands for a place in a result."""
    return base64.b64encode(json.dumps(place).encode()).decode()


def place_of(query: Json, *kinds: tuple[str, type]) -> Json | None:
    """Return the place that `nextToken` stands for, None for the first page.

    Raises:
        InvalidRequestException: it is no token with members of these kinds.
    """
    token = query.get("nextToken")
    if not token:
        return None
    try:
        place: Any = json.loads(base64.b64decode(token, validate=True))
    except ValueError as error:
        raise InvalidRequestException("the nextToken is not one of ours") from error
    if not isinstance(place, dict) or not all(
        isinstance(place.get(name), kind) for name, kind in kinds
    ):
        raise InvalidRequestException("the nextToken is not one of ours")
    return place


def named(request: Json) -> Json:
    """Return by what a request names its series."""
    return {
        "assetId": request.get("asset_id"),
        "propertyId": request.get("property_id"),
        "propertyAlias": request.get("property_alias"),
    }


def camel(request: Json) -> Json:
    """Return a request as an entry of a batch has it."""
    return {member(key): value for key, value in request.items()}


def member(name: str) -> str:
    """Return the member of the API that a name in snake or upper case stands for."""
    first, *rest = name.lower().split("_")
    return first + "".join(word.capitalize() for word in rest)


def _moment(value: datetime | None, default: int) -> int:
    if value is None:
        return default
    whole = int(value.replace(microsecond=0).timestamp())
    return whole * NANOSECONDS + value.microsecond * 1_000
