"""What every benchmark gives: a value, its unit, and the reference it is compared with."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


class Unavailable(Exception):
    """The benchmark cannot run on this machine; the message says why."""


def require(*files: Path) -> None:
    """Require what set-up builds.

    Raises:
        Unavailable: one of the files is missing.
    """
    for needed in files:
        if not needed.is_file():
            raise Unavailable(f"{needed} is not there: run `make setup`")


@dataclass(frozen=True)
class Result:
    """One figure; `ratio` is value over reference, and without a reference there is none."""

    name: str
    value: float
    unit: str
    reference: str = ""
    reference_value: float | None = None

    @property
    def ratio(self) -> float | None:
        """Return how the value compares with its reference."""
        return self.value / self.reference_value if self.reference_value else None

    def line(self) -> str:
        """Return the figure as one line of text."""
        text = f"{self.name:<48} {self.value:>10.4g} {self.unit}"
        if self.ratio is None:
            return text
        return f"{text:<68} {self.ratio:>6.2f} x {self.reference} ({self.reference_value:.4g})"


def seconds(action: Callable[[], object], *, runs: int = 3) -> float:
    """Return the shortest time that an action took."""
    return min(_timed(action) for _ in range(runs))


def percentile(values: Sequence[float], percent: int) -> float:
    """Return a percentile of some values."""
    ordered = sorted(values)
    if len(ordered) < 2:
        return ordered[0]
    return statistics.quantiles(ordered, n=100, method="inclusive")[percent - 1]


def _timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start
