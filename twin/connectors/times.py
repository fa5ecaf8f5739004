"""Times of the contract: ISO 8601 in UTC; inside, whole nanoseconds since 1970."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from twin.connectors.errors import QuestionInvalid
from twin.telemetry.sample import NANOSECONDS

_SHAPE = re.compile(
    r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(?:[.,](\d{1,9})\d*)?(Z|[+-]\d\d:?\d\d)?", re.IGNORECASE
)
_MICROSECOND = 1_000


def read_time(text: str) -> int:
    """Return an ISO 8601 time in nanoseconds since 1970; without a zone it is UTC.

    Raises:
        QuestionInvalid: it is no such time.
    """
    found = _SHAPE.fullmatch(text)
    if found is None:
        raise _no_time(text)
    whole, fraction, zone = found.groups()
    try:
        moment = datetime.fromisoformat(f"{whole}{(zone or 'Z').upper()}")
    except ValueError as error:
        raise _no_time(text) from error
    return int(moment.timestamp()) * NANOSECONDS + int((fraction or "0").ljust(9, "0"))


def write_time(nanoseconds: int) -> str:
    """Return a time with six digits of a second, or nine where it has them."""
    seconds, rest = divmod(nanoseconds, NANOSECONDS)
    whole = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    fraction = f"{rest:09d}"
    return f"{whole}.{fraction if rest % _MICROSECOND else fraction[:6]}Z"


def nanoseconds_of(seconds: float) -> int:
    """Return seconds since 1970 in nanoseconds, to the microsecond that a float can tell.

    Sort keys have the same microsecond: a product would now and then be rounded to the next one,
    and a page that begins there would leave a record out.
    """
    return int(f"{seconds:.6f}".replace(".", "")) * _MICROSECOND


def _no_time(text: str) -> QuestionInvalid:
    return QuestionInvalid(
        "this is no time", found=repr(text), expected="ISO 8601, as in 2026-01-01T00:00:00Z"
    )
