"""Integrated autocorrelation time: how many dependent samples make one independent one."""

from __future__ import annotations

import numpy as np

from twin.calibration.window import Floats

WINDOW_FACTOR = 5.0
"""Sokal's c: sum the correlations up to the first lag of c times their sum."""


def autocorrelation_time(series: Floats) -> float:
    """Return the time, in samples, of series [n] or of the mean over several [n, w]; at least 1.

    A constant series has nothing to correlate: every sample repeats the first, so the time is n.

    Source: Sokal 1996, "Monte Carlo methods in statistical mechanics"; Goodman and Weare 2010.
    """
    columns = series.reshape(len(series), -1)
    correlations = np.mean([_correlation(column) for column in columns.T], axis=0)
    times = 2 * np.cumsum(correlations) - 1
    lags = np.arange(times.size)
    enough = lags >= WINDOW_FACTOR * times
    chosen = int(np.argmax(enough)) if enough.any() else times.size - 1
    return float(min(max(times[chosen], 1.0), len(series)))


def _correlation(column: Floats) -> Floats:
    centred = column - column.mean()
    if not centred.any():
        return np.ones(column.size)
    size = 1 << (2 * column.size - 1).bit_length()
    spectrum = np.fft.rfft(centred, size)
    covariance = np.fft.irfft(np.abs(spectrum) ** 2, size)[: column.size]
    return np.asarray(covariance / covariance[0], dtype=np.float64)
