"""An OPC UA data value as a sample."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

from asyncua import ua

from twin.live.events import Quality
from twin.site_document import Signal
from twin.telemetry.sample import Sample, Value

_QUALITIES: tuple[Quality, ...] = ("GOOD", "UNCERTAIN", "BAD", "BAD")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LARGEST_INTEGER = 2**63 - 1


def decode(data: ua.DataValue, signal: Signal, *, now_nanoseconds: int) -> Sample:
    """Return the sample of a data value; a server without source times gets the time of arrival."""
    quality = quality_of(data.StatusCode)
    value = data.Value.Value if data.Value is not None else None
    if quality == "BAD" and not _is_representable(value):
        value = None
    time = _nanoseconds(data.SourceTimestamp) if data.SourceTimestamp else 0
    # The zero of OPC UA is the year 1601; servers send it where they have no source time.
    return Sample(
        signal.alias,
        time if time > 0 else now_nanoseconds,
        _as_data_type(_plain(value), signal),
        quality,
    )


def quality_of(status: ua.StatusCode | None) -> Quality:
    """Return the quality of a status code: its two severity bits (OPC UA part 4, 7.39)."""
    severity = 0 if status is None else status.value >> 30
    return _QUALITIES[severity]


def _is_representable(value: object) -> bool:
    return isinstance(value, int | float | str) and not (
        isinstance(value, float) and not math.isfinite(value)
    )


def _plain(value: object) -> Value:
    """Return the value as something that every store can hold."""
    if isinstance(value, int) and abs(value) > _LARGEST_INTEGER:
        return float(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value).encode("utf-8", "replace").decode("utf-8")


def _as_data_type(value: Value, signal: Signal) -> Value:
    """Return the number in the signal's type where that loses nothing."""
    if isinstance(value, int) and not isinstance(value, bool) and signal.data_type == "DOUBLE":
        return float(value)
    if isinstance(value, float) and signal.data_type == "INTEGER" and value.is_integer():
        return int(value) if abs(value) <= _LARGEST_INTEGER else value
    return value


def _nanoseconds(time: datetime) -> int:
    aware = time if time.tzinfo else time.replace(tzinfo=UTC)
    return (aware - _EPOCH) // timedelta(microseconds=1) * 1000
