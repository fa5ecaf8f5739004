"""What became of the past predictions of one output of a model: the last of them, judged.

A prediction is judged where the value was measured at the time that it is of. Its interval is the
model's own (the raw one) widened on both sides, never narrowed, until the share of intervals that
hold what was measured is the nominal one.

Sources: the score is that of conformalised quantile regression (Romano, Patterson and Candès 2019);
the level follows adaptive conformal inference (Gibbs and Candès, 2021): it rises after a miss and
falls after a hit, so that the share is right in the long run, whatever the asset does.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

MEMORY = 200
"""Predictions that are remembered: two thirds of a day at one every five minutes."""

RATE = 0.02
"""How far a miss moves the level: a burst of misses counts within tens of predictions."""

DIGITS = 6
"""Significant digits that are kept of a residual."""


@dataclass(frozen=True)
class RawInterval:
    """What a model says: its value, and the bounds that its parameters' uncertainties imply."""

    value: float
    lower: float
    upper: float

    def excess(self, measured: float) -> float:
        """Return how far beyond the nearer bound a value is; negative where it is inside."""
        return max(self.lower - measured, measured - self.upper)

    def widened(self, by: float) -> RawInterval:
        """Return the interval with both bounds further out."""
        return RawInterval(self.value, self.lower - by, self.upper + by)


@dataclass(frozen=True)
class Judged:
    """One past prediction: measured minus predicted, its excess, and whether it was held."""

    residual: float
    excess: float
    held: bool

    @property
    def held_raw(self) -> bool:
        """Return whether the model's own interval held what was measured."""
        return self.excess <= 0


@dataclass(frozen=True)
class OutputTally:
    """The last judged predictions of one output, oldest first.

    The last `of_version` of them are of the model version `version`; the ones before give the
    widening a start. `miss_rate` is the share of misses that the widening aims at now. `revision`
    counts the changes.
    """

    level: float
    version: str = ""
    of_version: int = 0
    miss_rate: float = 0.0
    judged: tuple[Judged, ...] = ()
    revision: int = 0

    @classmethod
    def empty(cls, level: float) -> OutputTally:
        """Return the tally of an output that was never judged."""
        return cls(level, miss_rate=1 - level)

    @property
    def widening(self) -> float:
        """Return how far the next interval goes beyond the raw one, in the unit of the output.

        It is a quantile of the past excesses; the largest where they are too few for the level.
        """
        if not self.judged:
            return 0.0
        excesses = sorted(one.excess for one in self.judged)
        rank = math.ceil((len(excesses) + 1) * (1 - self.miss_rate) - 1e-9)
        return max(0.0, excesses[min(max(rank, 1), len(excesses)) - 1])

    @property
    def of_present_version(self) -> tuple[Judged, ...]:
        """Return the predictions of the present version of the model."""
        return self.judged[len(self.judged) - self.of_version :]

    def seen_by(self, version: str, level: float) -> OutputTally:
        """Return the tally as a version of the model that claims a level has to take it.

        A new version has no past of its own; intervals of another level cannot be compared.
        """
        if level != self.level:
            return replace(self.empty(level), version=version, revision=self.revision)
        if version == self.version:
            return self
        return replace(self, version=version, of_version=0)

    def observed(self, raw: RawInterval, measured: float) -> OutputTally:
        """Return the tally once a prediction was judged."""
        widening = self.widening
        residual, excess = _rounded(measured - raw.value), raw.excess(measured)
        held = excess <= widening
        judged = (*self.judged, Judged(residual, _rounded(excess), held))[-MEMORY:]
        return replace(
            self,
            judged=judged,
            of_version=min(self.of_version + 1, len(judged)),
            miss_rate=self._next_miss_rate(held, is_widened=widening > 0),
            revision=self.revision + 1,
        )

    def _next_miss_rate(self, held: bool, *, is_widened: bool) -> float:
        # Where the raw interval is wide enough there is nothing to narrow: hits that pile up must
        # not delay the answer to the first misses.
        nominal = 1 - self.level
        highest = 1.0 if is_widened or not held else max(self.miss_rate, nominal)
        moved = self.miss_rate + RATE * (nominal - (0.0 if held else 1.0))
        return min(max(moved, 0.0), highest)

    def to_raw(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "level": self.level,
            "version": self.version,
            "of_version": self.of_version,
            "miss_rate": self.miss_rate,
            "judged": [[one.residual, one.excess, int(one.held)] for one in self.judged],
            "revision": self.revision,
        }

    @classmethod
    def from_raw(cls, raw: Mapping[str, Any]) -> OutputTally:
        """Read what `to_raw` wrote."""
        judged = tuple(
            Judged(residual, excess, bool(held)) for residual, excess, held in raw["judged"]
        )
        return cls(**{**raw, "judged": judged})


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")
