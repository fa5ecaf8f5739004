"""What a case gives: figures in rows, and promises with what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Figure = float | str


@dataclass(frozen=True)
class Row:
    """Figures of one subject; the names of the figures hold their units."""

    subject: str
    figures: Mapping[str, Figure]


@dataclass(frozen=True)
class Promise:
    """A figure and the bounds that it is promised to keep; None is no bound.

    `is_timing` tells a promise about speed, which a busy machine may break.
    """

    name: str
    found: float
    unit: str = ""
    lower: float | None = None
    upper: float | None = None
    is_timing: bool = False

    @property
    def is_held(self) -> bool:
        """Tell whether the figure keeps its bounds; one that is no number does not."""
        return self._is_above and self._is_below

    @property
    def expected(self) -> str:
        """Return the bounds as text."""
        if self.lower is not None and self.upper is not None:
            return f"{self.lower:g} to {self.upper:g}"
        return f"at least {self.lower:g}" if self.upper is None else f"at most {self.upper:g}"

    # Written so that a figure that is no number is within no bound.
    @property
    def _is_above(self) -> bool:
        return self.lower is None or self.found >= self.lower

    @property
    def _is_below(self) -> bool:
        return self.upper is None or self.found <= self.upper

    def __post_init__(self) -> None:
        if self.lower is None and self.upper is None:
            raise ValueError(f"{self.name}: a promise without a bound cannot be broken")


@dataclass(frozen=True)
class CaseResult:
    """Rows in order, promises, and what a reader must know to read them rightly."""

    rows: tuple[Row, ...]
    promises: tuple[Promise, ...]
    remarks: tuple[str, ...] = ()
