"""Whether a window is fit to calibrate by, before a job is paid for.

The job judges the rows again with `twin.calibration.quality`, which has the excitation too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from twin.calibration.errors import (
    CalibrationError,
    InputConstant,
    SensorStuck,
    WindowGaps,
    WindowTooShort,
)
from twin.recalibration.samples import Row, Samples
from twin.site_calibration import ModelCalibration

LEAST_MOVEMENT = 1e-3
"""Of an input's size: what moves less tells no parameters apart."""


@dataclass(frozen=True)
class Judged:
    """The rows that may be used, in order, and everything that is wrong with the window."""

    usable: tuple[int, ...]
    findings: tuple[CalibrationError, ...]


def judge(samples: Samples, settings: ModelCalibration) -> Judged:
    """Judge a window.

    Usable is a row with all inputs, each inside of its operating range, and an output at least.
    """
    usable = tuple(
        index
        for index, (inputs, outputs) in enumerate(zip(samples.inputs, samples.outputs, strict=True))
        if is_usable(samples, settings, inputs) and any(value is not None for value in outputs)
    )
    found = (
        *_gaps(samples, settings),
        *_too_short(samples, usable, settings),
        *_stuck(samples, usable, settings),
        *_constant(samples, usable),
    )
    return Judged(usable, found)


def is_usable(samples: Samples, settings: ModelCalibration, inputs: Row) -> bool:
    """Tell whether a row has all inputs, each inside of its operating range."""
    values = dict(zip(samples.input_names, inputs, strict=True))
    if any(value is None for value in inputs):
        return False
    return all(low <= (values[name] or 0.0) <= high for name, low, high in settings.operating_range)


def _too_short(
    samples: Samples, usable: Sequence[int], settings: ModelCalibration
) -> Iterator[CalibrationError]:
    if len(usable) < settings.minimum_samples:
        yield WindowTooShort(
            "the window has too few usable samples",
            found=f"{len(usable)} of {len(samples.times)}",
            expected=f"at least {settings.minimum_samples} with all inputs in operating range",
            where="calibration.minimum_samples, window_hours and operating_range in the site file",
        )


def _gaps(samples: Samples, settings: ModelCalibration) -> Iterator[CalibrationError]:
    for name, series in _series(samples):
        seconds, begin = _longest_gap(samples.times, series)
        if seconds > settings.longest_gap_seconds:
            yield WindowGaps(
                "values are missing for too long",
                found=f"{seconds:g} s from {begin:.0f}",
                expected=f"at most {settings.longest_gap_seconds:g} s",
                where=name,
            )


def _longest_gap(times: Sequence[float], series: Sequence[float | None]) -> tuple[float, float]:
    """Return the longest time without a value, and when it began."""
    longest, last = (0.0, times[0]), times[0]
    for time, value in zip(times, series, strict=True):
        longest = max(longest, (time - last, last))
        if value is not None:
            last = time
    return longest


def _stuck(
    samples: Samples, usable: Sequence[int], settings: ModelCalibration
) -> Iterator[CalibrationError]:
    for column, name in enumerate(samples.output_names):
        values = [samples.outputs[index][column] for index in usable]
        known = [value for value in values if value is not None]
        longest = _longest_repeat(known)
        if longest > max(settings.longest_stuck_share * len(known), 2):
            yield SensorStuck(
                "a sensor repeats one value",
                found=f"{longest} of {len(known)} samples in a row",
                expected=f"at most {settings.longest_stuck_share:.0%}",
                where=name,
            )


def _longest_repeat(values: Sequence[float]) -> int:
    longest = count = 0
    previous: float | None = None
    for value in values:
        count = count + 1 if value == previous else 1
        longest, previous = max(longest, count), value
    return longest


def _constant(samples: Samples, usable: Sequence[int]) -> Iterator[CalibrationError]:
    spreads = {}
    for column, name in enumerate(samples.input_names):
        values = [samples.inputs[index][column] or 0.0 for index in usable]
        size = max(map(abs, values), default=0.0)
        spreads[name] = (max(values) - min(values)) / size if size else 0.0
    if usable and max(spreads.values(), default=0.0) < LEAST_MOVEMENT:
        yield InputConstant(
            "no input moves enough to tell parameters apart",
            found=", ".join(f"{name} by {spread:.2g}" for name, spread in spreads.items()),
            expected=f"one that moves by {LEAST_MOVEMENT:g} of its size",
            where="inputs",
        )


def _series(samples: Samples) -> Iterator[tuple[str, tuple[float | None, ...]]]:
    for names, rows in (
        (samples.input_names, samples.inputs),
        (samples.output_names, samples.outputs),
    ):
        for column, name in enumerate(names):
            yield name, tuple(row[column] for row in rows)
