"""Times and values of one series and quality, side by side in arrays.

Values are float64 or int64 where all are of that kind, else Python objects (text, None, mixed).
Times are nanoseconds since 1970, rising, each once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Value = float | int | str | None
Times = NDArray[np.int64]
Values = NDArray[np.float64] | NDArray[np.int64] | NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class Columns:
    """Values at their times."""

    times: Times
    values: Values

    def __len__(self) -> int:
        return len(self.times)

    def between(self, after_ns: int, until_ns: int) -> Columns:
        """Return what is later than `after_ns` and not later than `until_ns`."""
        start, end = np.searchsorted(self.times, [after_ns, until_ns], side="right")
        return self.part(int(start), int(end))

    def part(self, start: int, end: int) -> Columns:
        """Return a slice."""
        return Columns(self.times[start:end], self.values[start:end])

    def reversed(self) -> Columns:
        """Return the same, the newest first."""
        return Columns(self.times[::-1], self.values[::-1])


def columns(times: Sequence[int], values: Sequence[Value]) -> Columns:
    """Return columns of times that rise and their values."""
    return Columns(np.array(times, dtype=np.int64), _array(values))


def in_order(points: Sequence[tuple[int, Value]]) -> Columns:
    """Return columns of times and values in any order; of times that are alike the last stands."""
    times = np.array([time for time, _ in points], dtype=np.int64)
    return ordered(times, _array([value for _, value in points]))


def ordered(times: Times, values: Values) -> Columns:
    """Return columns of times in any order; of those that are alike the last one stands."""
    order = np.argsort(times, kind="stable")
    times, values = times[order], values[order]
    if len(times) < 2:
        return Columns(times, values)
    last = np.append(times[1:] != times[:-1], True)
    return Columns(times, values) if last.all() else Columns(times[last], values[last])


def merged(parts: Sequence[Columns]) -> Columns:
    """Return one of several; where they have the same time, the later part stands."""
    full = [part for part in parts if len(part)]
    if len(full) == 1:
        return full[0]
    if not full:
        return columns([], [])
    kinds = {part.values.dtype for part in full}
    values = [part.values if len(kinds) == 1 else part.values.astype(object) for part in full]
    return ordered(np.concatenate([part.times for part in full]), np.concatenate(values))


def _array(values: Sequence[Value]) -> Values:
    kinds = set(map(type, values))
    if kinds <= {float}:
        return np.array(values, dtype=np.float64)
    if kinds == {int}:
        return np.array(values, dtype=np.int64)
    array: NDArray[np.object_] = np.empty(len(values), dtype=object)
    array[:] = values
    return array
