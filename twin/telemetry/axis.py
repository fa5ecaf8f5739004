"""Several signals at the same instants: one regular axis of time, and what each signal was then.

The two methods are those of SiteWise's interpolation:
https://docs.aws.amazon.com/iot-sitewise/latest/APIReference/API_GetInterpolatedAssetPropertyValues.html
Other than there, a value that is not good is told and not left out, and how far a value reaches is
the signal's own `stale_after_seconds`: beyond it nothing is known.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Literal

from twin.live.events import Quality
from twin.site_document import Signal
from twin.telemetry.sample import NANOSECONDS, Sample, Value

Method = Literal["previous", "linear"]
"""The last value up to then, or the line between the values before and after."""

METHODS: tuple[Method, ...] = ("previous", "linear")
NUMERIC = ("DOUBLE", "INTEGER")
QUALITIES: tuple[Quality, ...] = ("GOOD", "UNCERTAIN", "BAD")
"""From the best to the worst."""


@dataclass(frozen=True)
class Axis:
    """The instants `start + n * step` for n from 0 to below `count`; nanoseconds since 1970."""

    start: int
    step: int
    count: int

    @property
    def instants(self) -> range:
        """Return all instants."""
        return range(self.start, self.start + self.count * self.step, self.step)

    @property
    def last(self) -> int:
        """Return the last instant."""
        return self.start + (self.count - 1) * self.step

    def part(self, first: int, count: int) -> Axis:
        """Return `count` instants from the one with the number `first` on."""
        return replace(self, start=self.start + first * self.step, count=count)


@dataclass(frozen=True)
class Reading:
    """What a signal was at an instant; without a quality nothing is known, which is a gap."""

    value: Value
    quality: Quality | None


GAP = Reading(None, None)


@dataclass(frozen=True)
class Reach:
    """How a signal is read between its values.

    `nanoseconds` is how far a value reaches; None is without end, for attributes never age.
    """

    method: Method
    nanoseconds: int | None

    @classmethod
    def of(cls, signal: Signal, method: Method) -> Reach:
        """Return how a signal is read; there is no line between texts or Booleans."""
        if signal.kind == "attribute":
            return cls("previous", None)
        reach = round(signal.stale_after_seconds * NANOSECONDS)
        return cls(method if signal.data_type in NUMERIC else "previous", reach)


def resample(samples: Iterable[Sample], axis: Axis, reach: Reach) -> list[Reading]:
    """Return what a signal was at every instant of the axis; the samples may be in any order."""
    ordered = in_order(samples)
    read = _linear if reach.method == "linear" else _previous
    return [read(ordered, instant, reach.nanoseconds) for instant in axis.instants]


def in_order(samples: Iterable[Sample]) -> list[Sample]:
    """Return samples by time; of several at one time the one of the best quality stays."""
    best: dict[int, Sample] = {}
    for sample in samples:
        known = best.get(sample.time_nanoseconds)
        if known is None or QUALITIES.index(sample.quality) < QUALITIES.index(known.quality):
            best[sample.time_nanoseconds] = sample
    return [best[time] for time in sorted(best)]


def _previous(samples: Sequence[Sample], instant: int, reach: int | None) -> Reading:
    before = _before(samples, instant)
    if before < 0:
        return GAP
    sample = samples[before]
    if reach is not None and instant - sample.time_nanoseconds > reach:
        return GAP
    return Reading(sample.value, sample.quality)


def _linear(samples: Sequence[Sample], instant: int, reach: int | None) -> Reading:
    before = _before(samples, instant)
    if before < 0:
        return GAP
    left = samples[before]
    if left.time_nanoseconds == instant:
        return Reading(left.value, left.quality)
    if before + 1 == len(samples):
        return GAP
    right = samples[before + 1]
    width = right.time_nanoseconds - left.time_nanoseconds
    if reach is not None and width > reach:
        return GAP
    quality = max(left.quality, right.quality, key=QUALITIES.index)
    low, high = _number(left), _number(right)
    if low is None or high is None:
        return Reading(None, quality)
    share = (instant - left.time_nanoseconds) / width
    return Reading(low + (high - low) * share, quality)


def _before(samples: Sequence[Sample], instant: int) -> int:
    return bisect_right(samples, instant, key=attrgetter("time_nanoseconds")) - 1


def _number(sample: Sample) -> float | None:
    value = sample.value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)
