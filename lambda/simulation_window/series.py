"""The measured values of a window, on its time axis."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from simulation_window.reading import STORE, reader_of
from twin.calibration.errors import WindowInvalid
from twin.recalibration.samples import Samples, held
from twin.recalibration.window_source import Point, Reader, number
from twin.site_calibration import ModelCalibration
from twin.site_document import Signal, SimulationModel, SiteDocument

MOST_POINTS = 2_000_000
"""Of one signal: what the function can read in its time."""


def read_samples(
    model: SimulationModel,
    settings: ModelCalibration,
    site: SiteDocument,
    times: Sequence[float],
) -> Samples:
    """Return what was known of each input and each compared output at each time.

    Raises:
        WindowInvalid: a signal has more values than can be read.
        WindowFileInvalid: a file of values cannot be read.
        SourceRefused: the database answered with an error.
        SourceUnavailable: the database was not there, or too busy.
    """
    measured, attributes = reader_of(settings.window_source), reader_of(STORE)

    def series(alias: str) -> list[float | None]:
        signal = site.signal_by_alias[alias]
        longest = max(signal.stale_after_seconds, settings.sample_seconds)
        if signal.kind == "attribute":
            return _attribute(attributes, signal, times, start=times[0] - longest)
        return _measured(measured, signal, times, longest_seconds=longest)

    inputs = {variable: series(alias) for variable, alias in model.inputs}
    outputs = {one.variable: series(one.alias) for one in settings.outputs}
    return Samples.of_series(times, inputs, outputs)


def _attribute(
    read: Reader, signal: Signal, times: Sequence[float], *, start: float
) -> list[float | None]:
    """Return an attribute, which never ages: one not written since is as the site file says."""
    stated = (-math.inf, number(signal.default_value))
    points = _bounded(read(signal, start, times[-1]), signal)
    return list(held([stated, *points], times, longest_seconds=math.inf))


def _measured(
    read: Reader, signal: Signal, times: Sequence[float], *, longest_seconds: float
) -> list[float | None]:
    points = _bounded(read(signal, times[0] - longest_seconds, times[-1]), signal)
    return list(held(points, times, longest_seconds=longest_seconds))


def _bounded(points: Iterator[Point], signal: Signal) -> Iterator[Point]:
    for count, point in enumerate(points):
        if count == MOST_POINTS:
            raise WindowInvalid(
                "a signal has more values in the window than can be read",
                found=f"more than {MOST_POINTS}",
                expected="a shorter window, or a larger dead band of the signal",
                where=signal.alias,
            )
        yield point
