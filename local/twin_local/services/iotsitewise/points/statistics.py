"""What is known of some values without them: count, sum, extremes, spread.

The spread is kept as the sum of squared deviations from the mean, not as a sum of squares, which
loses a small spread beside a large mean; two are joined by Chan's formula
(https://en.wikipedia.org/wiki/Algorithms_for_calculating_variance#Parallel_algorithm).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from twin_local.services.iotsitewise.points.columns import Columns


@dataclass(frozen=True)
class Statistics:
    """Of `count` values, `numbers` are numbers (neither text nor null nor NaN)."""

    count: int
    numbers: int = 0
    total: float = 0.0
    minimum: float = math.inf
    maximum: float = -math.inf
    deviations: float = 0.0

    @property
    def average(self) -> float:
        """Return the mean of the numbers; there must be one."""
        return self.total / self.numbers

    @property
    def standard_deviation(self) -> float:
        """Return the population's standard deviation of the numbers; there must be one."""
        return math.sqrt(max(0.0, self.deviations) / self.numbers)

    def joined(self, other: Statistics) -> Statistics:
        """Return the statistics of the values of both."""
        numbers = self.numbers + other.numbers
        between = 0.0
        if self.numbers and other.numbers:
            distance = self.average - other.average
            between = distance * distance * self.numbers * other.numbers / numbers
        return Statistics(
            count=self.count + other.count,
            numbers=numbers,
            total=self.total + other.total,
            minimum=min(self.minimum, other.minimum),
            maximum=max(self.maximum, other.maximum),
            deviations=self.deviations + other.deviations + between,
        )


def statistics_of(given: Columns) -> Statistics:
    """Return the statistics of some values."""
    values = given.values
    if values.dtype.kind == "O":
        numeric = [one for one in values.tolist() if isinstance(one, int | float)]
        values = np.array(numeric, dtype=np.float64)
    numbers = values.astype(np.float64, copy=False)
    missing = np.isnan(numbers)
    if missing.any():
        numbers = numbers[~missing]
    if not len(numbers):
        return Statistics(len(given))
    mean = numbers.mean()
    return Statistics(
        count=len(given),
        numbers=len(numbers),
        total=float(numbers.sum()),
        minimum=float(numbers.min()),
        maximum=float(numbers.max()),
        deviations=float(np.square(numbers - mean).sum()),
    )


def window_end(time_ns: int, step_ns: int) -> int:
    """Return the end of the window that a time is in: windows exclude their start."""
    return -(-time_ns // step_ns) * step_ns


def by_window(given: Columns, step_ns: int) -> Iterator[tuple[int, Statistics]]:
    """Yield the end of each window that has values, and their statistics."""
    if not len(given):
        return
    ends = -(-given.times // step_ns) * step_ns
    starts = np.concatenate(([0], np.flatnonzero(np.diff(ends)) + 1, [len(ends)]))
    for start, end in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
        yield int(ends[start]), statistics_of(given.part(start, end))
