"""Whether the errors of one output still come from where its first ones came from.

An error is ranked among all before it, so that only its order counts: whatever continuous
distribution the errors have, ranks of independent ones are uniform and independent (sequential
ranks: McDonald, "A CUSUM procedure based on sequential ranks", 1990). What is remembered of all
before is the reference and how many later ones fell into each of its gaps, as a Pólya urn has it.

Each change that is looked for has a bet on the rank which gains where the change is and has the
mean 1 where there is none. A tabular CUSUM (Page, "Continuous inspection schemes", 1954) of the
bets is never above their Shiryaev-Roberts sum, which grows by 1 a prediction on average: until it
passes a threshold, at least so many predictions go by on average without a change (Vovk et al.,
"Retrain or not retrain: conformal test martingales for change-point detection", 2021).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Mapping
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import Any, Literal, get_args

Change = Literal["higher", "lower", "wider"]
CHANGES: tuple[Change, ...] = get_args(Change)

SHIFTED: Mapping[Change, NormalDist] = {
    "higher": NormalDist(1.0, 1.0),
    "lower": NormalDist(-1.0, 1.0),
    "wider": NormalDist(0.0, 2.0),
}
"""What normal scores become by a change: moved by one spread of the reference, or twice as wide."""

DIGITS = 6
"""Of an error that is remembered: more tells no ranks apart, and costs room."""


@dataclass(frozen=True)
class OutputShift:
    """The reference of an output, sorted, and the CUSUM of each change.

    `weights` are 1 and the number of later errors for each gap of a reference that is complete,
    from below its least to above its largest; empty before. `sums` are by `CHANGES`.
    """

    reference: tuple[float, ...] = ()
    weights: tuple[int, ...] = ()
    sums: tuple[float, ...] = (0.0,) * len(CHANGES)

    @property
    def is_complete(self) -> bool:
        """Tell whether there is a reference to compare with."""
        return bool(self.weights)

    def learning(self, error: float, size: int) -> OutputShift:
        """Return the output with one more error in its reference of `size`."""
        errors = list(self.reference)
        insort(errors, float(f"{error:.{DIGITS}g}"))
        weights = (1,) * (size + 1) if len(errors) >= size else ()
        return replace(self, reference=tuple(errors), weights=weights)

    def judging(self, error: float) -> OutputShift:
        """Return the output after an error was ranked; equal errors share the ranks of all."""
        value = float(f"{error:.{DIGITS}g}")
        first, last = bisect_left(self.reference, value), bisect_right(self.reference, value)
        whole = sum(self.weights)
        low, high = sum(self.weights[:first]) / whole, sum(self.weights[: last + 1]) / whole
        sums = tuple(
            max(1.0, before) * bet(change, low, high)
            for change, before in zip(CHANGES, self.sums, strict=True)
        )
        gap = (first + last) // 2
        weights = (*self.weights[:gap], self.weights[gap] + 1, *self.weights[gap + 1 :])
        return replace(self, weights=weights, sums=sums)

    def restarted(self) -> OutputShift:
        """Return the output as it was before anything was compared; half a reference is none."""
        if not self.is_complete:
            return OutputShift()
        return OutputShift(self.reference, (1,) * len(self.weights))

    @classmethod
    def from_mapping(cls, raw: Mapping[str, Any]) -> OutputShift:
        """Read what `asdict` wrote."""
        return cls(tuple(raw["reference"]), tuple(raw["weights"]), tuple(raw["sums"]))


def bet(change: Change, low: float, high: float) -> float:
    """Return how much likelier a rank in an interval of probabilities is after a change."""
    return (_probability(change, high) - _probability(change, low)) / (high - low)


def _probability(change: Change, rank: float) -> float:
    """Return the probability of a smaller normal score than that of a rank, after a change."""
    if rank <= 0.0:
        return 0.0
    return SHIFTED[change].cdf(NormalDist().inv_cdf(rank)) if rank < 1.0 else 1.0
