"""One sample of one signal."""

from __future__ import annotations

from dataclasses import dataclass

from twin.live.events import Quality

NANOSECONDS = 1_000_000_000

Value = float | int | str | bool | None


@dataclass(frozen=True, slots=True)
class Sample:
    """A value at its source time; `value` is None only where the quality is not GOOD.

    `time_nanoseconds` counts from 1970-01-01 UTC, as an integer so that it is exact.
    """

    alias: str
    time_nanoseconds: int
    value: Value
    quality: Quality

    @property
    def time(self) -> float:
        """Return the source time in seconds since 1970."""
        return self.time_nanoseconds / NANOSECONDS
