"""The measured values of a window, on its time axis."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from twin.calibration.errors import WindowInvalid
from twin.live.events import ValuePoint
from twin.recalibration.samples import Samples, held
from twin.site_calibration import ModelCalibration
from twin.site_document import Signal, SimulationModel, SiteDocument
from twin_runtime import clients
from twin_runtime.values import history

PAGE_POINTS = 2_000
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
    """
    signals = site.signal_by_alias
    inputs = {
        variable: _series(signals[alias], settings, times) for variable, alias in model.inputs
    }
    outputs = {
        one.variable: _series(signals[one.alias], settings, times) for one in settings.outputs
    }
    return Samples.of_series(times, inputs, outputs)


def _series(
    signal: Signal, settings: ModelCalibration, times: Sequence[float]
) -> list[float | None]:
    longest = max(signal.stale_after_seconds, settings.sample_seconds)
    start = times[0] - longest
    if signal.kind == "attribute":
        # Attributes never age: one that was not written since has the value of the site file.
        first = [(-math.inf, _number(signal.default_value))]
        return list(held([*first, *_points(signal, start, times)], times, longest_seconds=math.inf))
    return list(held(_points(signal, start, times), times, longest_seconds=longest))


def _points(signal: Signal, start: float, times: Sequence[float]) -> Iterator[tuple[float, float]]:
    """Yield the good values of a signal, page by page, oldest first."""
    token: str | None = None
    count = 0
    while True:
        page = history(
            clients.iotsitewise(),
            signal.alias,
            start=start,
            end=times[-1] + 1e-6,
            quality="GOOD",
            limit=PAGE_POINTS,
            token=token,
        )
        count += len(page.points)
        if count > MOST_POINTS:
            raise WindowInvalid(
                "a signal has more values in the window than can be read",
                found=f"more than {MOST_POINTS}",
                expected="a shorter window, or a larger dead band of the signal",
                where=signal.alias,
            )
        yield from (_pair(point) for point in page.points)
        token = page.next_token
        if token is None:
            return


def _pair(point: ValuePoint) -> tuple[float, float]:
    return point.time, _number(point.value)


def _number(value: object) -> float:
    """Return a value as a number; what is none ends what held before."""
    return float(value) if isinstance(value, bool | int | float) else math.nan
