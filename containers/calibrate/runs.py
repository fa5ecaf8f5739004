"""The samples as runs: what is fitted, what intervals are learned from, what is held out.

The parts follow each other in time: what is held out is the newest, as what is predicted will be
newer still.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from twin.calibration.errors import WindowTooShort
from twin.calibration.quality import Requirements, require_usable
from twin.calibration.window import Floats, Run, Window
from twin.recalibration.order import CalibrationOrder
from twin.recalibration.quality import judge
from twin.recalibration.samples import Samples
from twin.site_calibration import ModelCalibration


@dataclass(frozen=True)
class Parts:
    """The three parts of a window, and all of it that may be used."""

    fit: Run
    interval: Run
    held_out: Run
    whole: Window


def parts_of(order: CalibrationOrder, samples: Samples) -> Parts:
    """Split the usable samples of an order.

    Raises:
        WindowTooShort, WindowGaps, SensorStuck, InputConstant: the samples are of no use.
    """
    settings = order.settings
    judged = judge(samples, settings)
    if judged.findings:
        raise judged.findings[0]
    rows = judged.usable
    whole = _rows(samples, judged.usable)
    require_usable(whole, _requirements(settings))
    held_out = len(rows) - max(1, round(settings.held_out_share * len(rows)))
    fitted = held_out - max(1, round(settings.interval_share * len(rows)))
    bounds = {"fit": rows[:fitted], "interval": rows[fitted:held_out], "held_out": rows[held_out:]}
    make = _stretch if settings.response == "dynamic" else _rows_of
    windows = {name: make(samples, part, settings) for name, part in bounds.items()}
    for name, window in windows.items():
        if not np.isfinite(window.outputs).any(axis=0).all():
            raise WindowTooShort(
                "an output is nowhere measured in a part of the window",
                found=f"0 samples of the part {name}",
                expected="a longer window, or a shorter settle_seconds",
                where="calibration in the site file",
            )
    fit, interval, last = (Run(name, window) for name, window in windows.items())
    return Parts(fit, interval, last, whole)


def _requirements(settings: ModelCalibration) -> Requirements:
    """Return what `quality` asks of rows whose gaps were judged before some were left out."""
    return Requirements(
        least_samples=settings.minimum_samples,
        longest_gap_seconds=float("inf"),
        longest_stuck_share=settings.longest_stuck_share,
    )


def _rows_of(samples: Samples, rows: Sequence[int], _settings: ModelCalibration) -> Window:
    return _rows(samples, rows)


def _rows(samples: Samples, rows: Sequence[int]) -> Window:
    return Window(
        np.array([samples.times[row] for row in rows], dtype=np.float64),
        _table(samples.inputs, rows),
        _table(samples.outputs, rows),
    )


def _stretch(samples: Samples, rows: Sequence[int], settings: ModelCalibration) -> Window:
    """Return every sample from the first to the last usable one.

    What is not usable is not compared. An input that is missing holds its last value. Outputs are
    not compared until the state of the model, which is not known at the beginning, has settled.
    """
    every = range(int(rows[0]), int(rows[-1]) + 1)
    times = np.array([samples.times[row] for row in every], dtype=np.float64)
    outputs = _table(samples.outputs, every)
    is_compared = np.isin(np.array(every), rows) & (times - times[0] >= settings.settle_seconds)
    outputs[~is_compared] = np.nan
    return Window(times, _held(_table(samples.inputs, every)), outputs)


def _held(table: Floats) -> Floats:
    """Return a table [n, m] whose gaps hold the value before; the first row has none."""
    rows = np.where(np.isfinite(table), np.arange(len(table))[:, None], 0)
    return np.asarray(np.take_along_axis(table, np.maximum.accumulate(rows, axis=0), axis=0))


def _table(rows: Sequence[Sequence[float | None]], chosen: Sequence[int]) -> Floats:
    table = np.array(
        [[np.nan if value is None else value for value in rows[row]] for row in chosen],
        dtype=np.float64,
    )
    return table
