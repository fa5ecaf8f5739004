"""The plots of the report, without a display."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure

from calibrate.work import Judged, Outcome
from twin.calibration.report import shifts
from twin.calibration.window import Floats
from twin.recalibration.chi_square import quantile
from twin.recalibration.order import PLOTS, CalibrationOrder

BEFORE, AFTER, MEASURED = "#b35806", "#2166ac", "#404040"
INCHES_WIDE, INCHES_PER_OUTPUT, DOTS_PER_INCH = 9.0, 2.6, 110
LEAST_SQUARE = 1e-12
SECONDS_PER_DAY = 86_400.0

matplotlib.use("Agg")


def draw(order: CalibrationOrder, outcome: Outcome, folder: Path) -> None:
    """Write the plots as PNG; equal outcomes give equal bytes."""
    drawings = (_held_out, _residuals, _shifts, _innovations)
    for name, drawing in zip(PLOTS, drawings, strict=True):
        figure = drawing(order, outcome)
        figure.savefig(folder / name, dpi=DOTS_PER_INCH, metadata={"Software": None})


def _held_out(order: CalibrationOrder, outcome: Outcome) -> Figure:
    figure, axes = _per_output(order)
    window = outcome.parts.held_out.window
    times = _moments(window.times_seconds)
    for index, axis in enumerate(axes):
        axis.plot(times, window.outputs[:, index], ".", color=MEASURED, ms=4, label="measured")
        for judged, color, name in _both(outcome):
            predicted = judged.predicted[:, index]
            axis.plot(times, predicted, color=color, lw=1.3, label=name)
        after = outcome.candidate
        lower, upper = after.intervals[index].interval(after.predicted[:, index])
        axis.fill_between(times, lower, upper, color=AFTER, alpha=0.15, lw=0)
        axis.set_ylabel(_label(order, index))
        _over_time(axis)
    axes[0].legend(loc="best", fontsize=8)
    axes[0].set_title("Held-out part: measured and predicted, with the new interval", fontsize=10)
    return figure


def _residuals(order: CalibrationOrder, outcome: Outcome) -> Figure:
    figure, axes = _per_output(order)
    window = outcome.parts.held_out.window
    times = _moments(window.times_seconds)
    for index, axis in enumerate(axes):
        for judged, color, name in _both(outcome):
            errors = judged.predicted[:, index] - window.outputs[:, index]
            axis.plot(times, errors, ".", color=color, ms=4, label=name)
        radius = outcome.candidate.intervals[index].radius
        for bound in (-radius, radius):
            axis.axhline(bound, color=AFTER, lw=0.8, ls="--")
        axis.axhline(0.0, color=MEASURED, lw=0.6)
        axis.set_ylabel(f"Δ {_label(order, index)}")
        _over_time(axis)
    axes[0].legend(loc="best", fontsize=8)
    axes[0].set_title("Held-out part: predicted less measured, before and after", fontsize=10)
    return figure


def _shifts(order: CalibrationOrder, outcome: Outcome) -> Figure:
    before = {item.name: item.value for item in order.champion}
    moved = shifts(before, outcome.estimate)
    figure = Figure(figsize=(INCHES_WIDE, 1.0 + 0.5 * len(moved)), layout="constrained")
    axis = figure.subplots()
    names = [f"{entry.name}\n{entry.before:.5g} → {entry.after:.5g}" for entry in moved]
    axis.barh(names, [entry.sigmas for entry in moved], color=AFTER, height=0.5)
    axis.axvline(0.0, color=MEASURED, lw=0.8)
    for bound in (-3.0, 3.0):
        axis.axvline(bound, color=MEASURED, lw=0.6, ls="--")
    axis.invert_yaxis()
    axis.tick_params(labelsize=8)
    axis.set_title("Shift of each parameter, in its standard deviation (dashed: 3)", fontsize=10)
    return figure


def _innovations(order: CalibrationOrder, outcome: Outcome) -> Figure:
    figure = Figure(figsize=(INCHES_WIDE, INCHES_PER_OUTPUT), layout="constrained")
    axis = figure.subplots()
    parts = outcome.parts
    runs = (parts.fit, parts.interval, parts.held_out)
    times = _moments(np.concatenate([run.window.times_seconds for run in runs]))
    degrees = len(order.settings.outputs)
    upper = quantile(order.settings.drift.confidence, degrees) / degrees
    squares = np.maximum(outcome.drift.squares, LEAST_SQUARE)
    axis.semilogy(times, squares, ".", color=BEFORE, ms=4)
    axis.axhline(upper, color=MEASURED, lw=0.8, ls="--")
    for run in (parts.interval, parts.held_out):
        axis.axvline(float(_moments(run.window.times_seconds)[0]), color=MEASURED, lw=0.6)
    axis.set_title(
        "Whole window: normalised squared error of the parameters before "
        f"(dashed: {order.settings.drift.confidence:.0%} bound; lines: parts)",
        fontsize=10,
    )
    _over_time(axis)
    return figure


def _per_output(order: CalibrationOrder) -> tuple[Figure, list[Axes]]:
    count = len(order.settings.outputs)
    figure = Figure(figsize=(INCHES_WIDE, 0.6 + INCHES_PER_OUTPUT * count), layout="constrained")
    return figure, list(figure.subplots(count, squeeze=False)[:, 0])


def _both(outcome: Outcome) -> tuple[tuple[Judged, str, str], ...]:
    return (outcome.champion, BEFORE, "before"), (outcome.candidate, AFTER, "after")


def _label(order: CalibrationOrder, index: int) -> str:
    name = order.settings.outputs[index].variable
    unit = order.units.get(name, "")
    return f"{name}, {unit}" if unit else name


def _over_time(axis: Axes) -> None:
    locator = AutoDateLocator(tz=UTC)  # type: ignore[no-untyped-call]
    axis.xaxis.set_major_locator(locator)
    formatter = ConciseDateFormatter(locator, tz=UTC)  # type: ignore[no-untyped-call]
    axis.xaxis.set_major_formatter(formatter)
    axis.tick_params(labelsize=8)
    axis.grid(alpha=0.25)


def _moments(seconds: Floats) -> Floats:
    """Return times as Matplotlib takes them: days since 1970."""
    return np.asarray(seconds / SECONDS_PER_DAY, dtype=np.float64)
