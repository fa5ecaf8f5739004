"""Decide whether a sample may be stored.

Limits of the store: AWS IoT SiteWise accepts real-time values from 7 days ago to 10 minutes ahead;
we stay inside of that on both ends, because a batch takes time to arrive and clocks drift.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from twin.site_document import DataType, Signal
from twin.telemetry.errors import (
    TimestampInFuture,
    TimestampTooOld,
    UnknownAlias,
    ValueNotFinite,
    ValueOutOfRange,
    ValueTypeMismatch,
)
from twin.telemetry.sample import Sample, Value

MAXIMUM_AGE_SECONDS = 6.5 * 86_400
MAXIMUM_AHEAD_SECONDS = 300.0
MAXIMUM_MAGNITUDE = 1e10
MAXIMUM_STRING_LENGTH = 1024

_TYPES: dict[DataType, tuple[type, ...]] = {
    "DOUBLE": (float, int),
    "INTEGER": (int,),
    "BOOLEAN": (bool,),
    "STRING": (str,),
}


def check_sample(sample: Sample, signals: Mapping[str, Signal], *, now: float) -> Signal:
    """Return the sample's signal, or raise the `TelemetryError` that says what is wrong.

    `now` is UTC seconds since 1970.
    """
    signal = known_signal(sample.alias, signals)
    check_value(sample, signal)
    check_time(sample, now=now)
    return signal


def known_signal(alias: str, signals: Mapping[str, Signal]) -> Signal:
    """Return the signal of an alias; raise `UnknownAlias`."""
    signal = signals.get(alias)
    if signal is None:
        raise UnknownAlias(
            "no signal has this alias",
            found=alias,
            expected="an alias of the compiled site",
            where="twin.types in the site file",
        )
    return signal


def check_value(sample: Sample, signal: Signal) -> None:
    """Raise where the value does not fit its signal: type, finite, magnitude, range."""
    if sample.value is None:
        if sample.quality == "GOOD":
            raise ValueTypeMismatch(
                f"{signal.alias} has no value although its quality is GOOD",
                found="no value",
                expected=signal.data_type,
            )
        return
    _check_type(sample.value, signal)
    if signal.data_type in ("DOUBLE", "INTEGER"):
        _check_number(float(sample.value), sample, signal)


def check_time(sample: Sample, *, now: float) -> None:
    """Raise `TimestampTooOld` or `TimestampInFuture` outside the window of the real-time path."""
    age = now - sample.time
    if age > MAXIMUM_AGE_SECONDS:
        raise TimestampTooOld(
            f"{sample.alias} has a source time of {age / 86_400:.1f} days ago",
            found=f"{sample.time:.3f}",
            expected=f"at most {MAXIMUM_AGE_SECONDS / 86_400} days old; import older values",
        )
    if -age > MAXIMUM_AHEAD_SECONDS:
        raise TimestampInFuture(
            f"{sample.alias} has a source time {-age:.0f} s ahead of this clock",
            found=f"{sample.time:.3f}",
            expected=f"at most {MAXIMUM_AHEAD_SECONDS:.0f} s ahead",
            where="the clock of the PLC or of this machine",
        )


def _check_type(value: Value, signal: Signal) -> None:
    is_stray_bool = isinstance(value, bool) and signal.data_type != "BOOLEAN"
    if is_stray_bool or not isinstance(value, _TYPES[signal.data_type]):
        raise ValueTypeMismatch(
            f"{signal.alias} does not take this value",
            found=f"{type(value).__name__} {value!r:.60}",
            expected=signal.data_type,
            where="the data type of the measurement in the site file",
        )
    if isinstance(value, str) and len(value) > MAXIMUM_STRING_LENGTH:
        raise ValueTypeMismatch(
            f"{signal.alias} is too long",
            found=f"{len(value)} characters",
            expected=f"at most {MAXIMUM_STRING_LENGTH}",
        )


def _check_number(value: float, sample: Sample, signal: Signal) -> None:
    if not math.isfinite(value):
        if sample.quality == "BAD":
            return
        raise ValueNotFinite(
            f"{signal.alias} is not a number", found=str(value), expected="a finite number"
        )
    low = -MAXIMUM_MAGNITUDE if signal.range_low is None else signal.range_low
    high = MAXIMUM_MAGNITUDE if signal.range_high is None else signal.range_high
    if not low <= value <= high:
        raise ValueOutOfRange(
            f"{signal.alias} is outside its range",
            found=f"{value:g} {signal.unit}".strip(),
            expected=f"{low:g} to {high:g} {signal.unit}".strip(),
            where="the range of the measurement in the site file",
        )
