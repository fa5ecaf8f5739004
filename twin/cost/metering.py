"""What AWS counts: the rules by which use becomes billed units, without any price.

Sizes are in bytes, 1 KB is 1,024 of them. A request or a period without values is billed nothing.
https://aws.amazon.com/iot-sitewise/pricing/, https://aws.amazon.com/iot-core/pricing/,
https://aws.amazon.com/iot-twinmaker/pricing/
"""

from __future__ import annotations

import math

KB = 1024
SECONDS_PER_DAY = 86_400
DAYS_PER_MONTH = 30

REAL_TIME_POINTS, REAL_TIME_BYTES = 10, KB
BUFFERED_POINTS, BUFFERED_BYTES = 60, 5 * KB
BUFFERED_MINIMUM_MESSAGES = 2_000
"""Per ingestion period: 10 MB, of 5 KB each."""

QUERY_VALUES, QUERY_BYTES = 50, 4 * KB
IOT_MESSAGE_BYTES = 5 * KB
TWINMAKER_CALL_BYTES = 20 * KB


def real_time_messages(points: int, size: int = 0) -> int:
    """Return the ingestion messages of one entry: the points of one stream in one request."""
    return _units((points, REAL_TIME_POINTS), (size, REAL_TIME_BYTES))


def buffered_messages(points: int, size: int = 0) -> int:
    """Return the ingestion messages of one period: the points of all streams together."""
    messages = _units((points, BUFFERED_POINTS), (size, BUFFERED_BYTES))
    return max(messages, BUFFERED_MINIMUM_MESSAGES) if messages else 0


def query_units(values: int, size: int = 0) -> int:
    """Return the billed queries of one request that reads values."""
    return _units((values, QUERY_VALUES), (size, QUERY_BYTES))


def iot_messages(size: int, *, basic_ingest: bool = False) -> int:
    """Return the billed messages of one publication; Basic Ingest is billed by its rules only."""
    return 0 if basic_ingest else max(1, _units((size, IOT_MESSAGE_BYTES)))


def iot_rule_units(size: int) -> int:
    """Return what one trigger of a rule, and each of its actions, is billed as."""
    return max(1, _units((size, IOT_MESSAGE_BYTES)))


def twinmaker_calls(size: int) -> int:
    """Return the unified data-access calls of one request."""
    return max(1, _units((size, TWINMAKER_CALL_BYTES)))


def polled_calls_per_month(tags: int, every_seconds: float) -> int:
    """Return the data-access calls of one screen that polls its tags all the time."""
    return round(tags * DAYS_PER_MONTH * SECONDS_PER_DAY / every_seconds)


def gigabyte_days(values_per_day: float, bytes_per_value: float, kept_days: float) -> float:
    """Return the GB-days of one day once the store is full: what is kept, for that day."""
    return values_per_day * kept_days * bytes_per_value / 1e9


def _units(*parts: tuple[float, int]) -> int:
    """Return whole units of whichever part needs more of them."""
    return max(math.ceil(amount / unit) for amount, unit in parts)
