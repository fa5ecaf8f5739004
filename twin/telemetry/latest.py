"""The latest value of a signal as people see it: with quality, age and staleness."""

from __future__ import annotations

from dataclasses import dataclass

from twin.live.events import Quality
from twin.site_document import Signal
from twin.telemetry.sample import Sample, Value


@dataclass(frozen=True)
class LatestValue:
    """One row of the list of latest values; times in seconds.

    A signal that never had a value has neither time nor age, and is stale.
    """

    alias: str
    value: Value
    unit: str
    quality: Quality
    time: float | None
    age_seconds: float | None
    stale: bool


def latest_value(signal: Signal, sample: Sample | None, *, now: float) -> LatestValue:
    """Return what to show for a signal whose newest stored sample is `sample`."""
    if sample is None:
        attribute = signal.kind == "attribute" and signal.default_value is not None
        quality: Quality = "GOOD" if attribute else "BAD"
        value = signal.default_value if attribute else None
        return LatestValue(signal.alias, value, signal.unit, quality, None, None, not attribute)
    age = max(0.0, now - sample.time)
    return LatestValue(
        alias=signal.alias,
        value=sample.value,
        unit=signal.unit,
        quality=sample.quality,
        time=sample.time,
        age_seconds=age,
        stale=is_stale(signal, age_seconds=age),
    )


def is_stale(signal: Signal, *, age_seconds: float) -> bool:
    """Return whether a value of this age no longer describes the plant; attributes never age."""
    return signal.kind != "attribute" and age_seconds > signal.stale_after_seconds
