"""Columns of values: numbers as an array, or numbers and texts as objects; a mask says where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twin.formula.inputs import Sample
from twin.formula.values import Value
from twin.formula.windows import Window

Numbers = NDArray[np.float64]
Values = NDArray[Any]
"""Float64, or objects that are floats and texts."""

Mask = NDArray[np.bool_]


EVERYWHERE: Mask = np.ones((), dtype=np.bool_)


@dataclass(frozen=True)
class Column:
    """One value in each row that is valid; a shape of () stands for the same in all rows.

    What is not valid may be anything.
    """

    values: Values
    valid: Mask

    @property
    def is_numeric(self) -> bool:
        """Whether all values are numbers."""
        return self.values.dtype == np.float64

    def filled(self, rows: int) -> Column:
        """Return the column with all its rows."""
        return Column(np.broadcast_to(self.values, rows), np.broadcast_to(self.valid, rows))

    def part(self, rows: slice) -> Column:
        """Return some rows."""
        values = self.values[rows] if self.values.shape else self.values
        return Column(values, self.valid[rows] if self.valid.shape else self.valid)

    def to_list(self) -> list[Value | None]:
        """Return the values of a filled column, None where there is none."""
        pairs = zip(self.values.tolist(), self.valid.tolist(), strict=True)
        return [value if valid else None for value, valid in pairs]


@dataclass(frozen=True)
class Batch:
    """The variables of many triggers, a row each; times are UTC seconds since 1970."""

    rows: int
    latest: Mapping[str, Column]
    before: Mapping[str, Column] = field(default_factory=dict)
    latest_times: Mapping[str, Numbers] = field(default_factory=dict)
    before_times: Mapping[str, Numbers] = field(default_factory=dict)
    moments: Numbers | None = None
    clock: float = 0.0

    def part(self, first: int, last: int) -> Batch:
        """Return the rows from the first to before the last."""
        rows = slice(first, last)
        return Batch(
            last - first,
            {name: one.part(rows) for name, one in self.latest.items()},
            {name: one.part(rows) for name, one in self.before.items()},
            {name: times[rows] for name, times in self.latest_times.items()},
            {name: times[rows] for name, times in self.before_times.items()},
            None if self.moments is None else self.moments[rows],
            self.clock,
        )


class Row:
    """The inputs of one row, as the evaluation of single points takes them."""

    def __init__(self, batch: Batch, row: int) -> None:
        self._batch, self._row = batch, row

    @property
    def moment(self) -> float:
        moments = self._batch.moments
        return 0.0 if moments is None else float(moments[self._row])

    def now(self) -> float:
        return self._batch.clock

    def latest(self, name: str) -> Sample | None:
        return self._sample(self._batch.latest, self._batch.latest_times, name)

    def before(self, name: str) -> Sample | None:
        return self._sample(self._batch.before, self._batch.before_times, name)

    def window(self, name: str) -> Window:
        raise ValueError(f"{name} has no window in a transform")

    def _sample(
        self, columns: Mapping[str, Column], times: Mapping[str, Numbers], name: str
    ) -> Sample | None:
        found = columns.get(name)
        if found is None:
            return None
        one = found.part(slice(self._row, self._row + 1)).filled(1)
        if not one.valid[0]:
            return None
        value = one.values[0]
        time = float(times[name][self._row]) if name in times else self.moment
        return Sample(time, value if isinstance(value, str) else float(value))


def column(values: Sequence[Value | None] | Numbers) -> Column:
    """Return a column of given values; None is no value, True and False are 1 and 0."""
    if isinstance(values, np.ndarray):
        return Column(values.astype(np.float64, copy=False), EVERYWHERE)
    valid = np.array([value is not None for value in values], dtype=np.bool_)
    if any(isinstance(value, str) for value in values):
        mixed = np.empty(len(values), dtype=np.object_)
        mixed[:] = [value if isinstance(value, str | None) else float(value) for value in values]
        return Column(mixed, valid)
    numbers = [0.0 if value is None else float(value) for value in values]
    return Column(np.array(numbers, dtype=np.float64), valid)


def of_results(results: Sequence[Value | None], shape: tuple[int, ...]) -> Column:
    """Return the column of what was computed value by value; a shape of () has one result."""
    found = column(results)
    return Column(found.values.reshape(shape), found.valid.reshape(shape))


def together(parts: Sequence[Column]) -> Column:
    """Return filled columns one after the other."""
    if not parts:
        return column([])
    return Column(
        np.concatenate([one.values for one in parts]), np.concatenate([one.valid for one in parts])
    )


def constant(value: Value) -> Column:
    """Return a column with one value in all rows."""
    return of_results([value], ())


NOTHING = of_results([None], ())
"""A column without values."""
