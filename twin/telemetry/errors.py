"""Why a sample is refused.

TelemetryError
├── UnknownAlias           no signal of the site has this alias
├── ValueTypeMismatch      the value does not fit the signal's data type
├── ValueNotFinite         NaN or infinity
├── ValueOutOfRange        outside the range of the signal
├── TimestampTooOld        older than the real-time path takes
├── TimestampInFuture      the source clock is ahead
├── BadTimeRange           start, end or limit of a history query is unusable
├── TooManySignals         one question names more signals than it may
└── AggregateNotNumeric    a statistic of numbers of a signal that is none
"""

from __future__ import annotations

from typing import ClassVar

from twin.errors import TwinError


class TelemetryError(TwinError):
    """A sample, or a question about samples, is wrong."""

    code: ClassVar[str] = "TELEMETRY_ERROR"


class UnknownAlias(TelemetryError):
    """No signal of the site has this alias."""

    code: ClassVar[str] = "UNKNOWN_ALIAS"
    status: ClassVar[int] = 404


class ValueTypeMismatch(TelemetryError):
    """The value does not fit the data type of the signal."""

    code: ClassVar[str] = "VALUE_TYPE_MISMATCH"


class ValueNotFinite(TelemetryError):
    """The value is NaN or infinite although its quality is not BAD."""

    code: ClassVar[str] = "VALUE_NOT_FINITE"


class ValueOutOfRange(TelemetryError):
    """The value is outside the range that the site file gives the signal."""

    code: ClassVar[str] = "VALUE_OUT_OF_RANGE"


class TimestampTooOld(TelemetryError):
    """The source time is older than the real-time path of the store takes."""

    code: ClassVar[str] = "TIMESTAMP_TOO_OLD"


class TimestampInFuture(TelemetryError):
    """The source time is ahead of the clock of this machine by more than the tolerance."""

    code: ClassVar[str] = "TIMESTAMP_IN_FUTURE"


class BadTimeRange(TelemetryError):
    """The range of a history query is not usable."""

    code: ClassVar[str] = "BAD_TIME_RANGE"


class TooManySignals(TelemetryError):
    """One question names more signals than it may."""

    code: ClassVar[str] = "TOO_MANY_SIGNALS"


class AggregateNotNumeric(TelemetryError):
    """Texts and Booleans have no average; they can only be counted."""

    code: ClassVar[str] = "AGGREGATE_NOT_NUMERIC"
