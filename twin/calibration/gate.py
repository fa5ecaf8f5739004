"""Whether a candidate takes the place of the champion."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from twin.calibration.backtest import BackTest
from twin.calibration.identifiability import Identifiability


class GateReason(StrEnum):
    """Why a candidate was refused or taken; stable codes."""

    IMPROVES = "IMPROVES_ON_HELD_OUT"
    NOT_BETTER = "NOT_BETTER_ON_HELD_OUT"
    NOT_IDENTIFIABLE = "PARAMETERS_NOT_IDENTIFIABLE"
    OVERCONFIDENT = "INTERVAL_OVERCONFIDENT"
    NO_COVERAGE = "COVERAGE_NOT_MEASURED"


@dataclass(frozen=True)
class Ground:
    """One reason with the figures behind it."""

    reason: GateReason
    found: str
    expected: str


@dataclass(frozen=True)
class Decision:
    """Whether the candidate is accepted, on which grounds; `remarks` did not decide."""

    is_accepted: bool
    grounds: tuple[Ground, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gate:
    """`margin` is by which share of the champion's error a candidate must be better."""

    margin: float = 0.02

    def decide(
        self, champion: BackTest, candidate: BackTest, identifiability: Identifiability
    ) -> Decision:
        """Compare on the same held-out runs; every ground for a refusal is recorded."""
        refusals = [
            *self._not_better(champion, candidate),
            *_not_identifiable(identifiability),
            *_coverage(candidate),
        ]
        remarks = tuple(
            f"the interval of output {output} is wider than it needs to be: {entry.share:.3f}"
            for output, entry in enumerate(candidate.coverages)
            if entry.is_conservative
        )
        if refusals:
            return Decision(False, tuple(refusals), remarks)
        return Decision(True, (self._ground(GateReason.IMPROVES, champion, candidate),), remarks)

    def _not_better(self, champion: BackTest, candidate: BackTest) -> list[Ground]:
        # Written so that an error that is no number is never better.
        if candidate.error < champion.error * (1 - self.margin):
            return []
        return [self._ground(GateReason.NOT_BETTER, champion, candidate)]

    def _ground(self, reason: GateReason, champion: BackTest, candidate: BackTest) -> Ground:
        most = champion.error * (1 - self.margin)
        return Ground(reason, f"error {candidate.error:.6g} sigma", f"below {most:.6g} sigma")


def _not_identifiable(identifiability: Identifiability) -> list[Ground]:
    if identifiability.is_identifiable:
        return []
    bounds = [f"{name} at a bound" for name in identifiability.at_bounds]
    found = "; ".join([*map(str, identifiability.undetermined), *bounds])
    return [Ground(GateReason.NOT_IDENTIFIABLE, found, "every direction determined by the window")]


def _coverage(candidate: BackTest) -> list[Ground]:
    grounds = []
    if not candidate.coverages or any(entry.count == 0 for entry in candidate.coverages):
        grounds.append(Ground(GateReason.NO_COVERAGE, "none", "coverage of every output"))
    for output, entry in enumerate(candidate.coverages):
        if entry.is_overconfident:
            band = f"{entry.share:.3f} ({entry.lower:.3f} to {entry.upper:.3f}) of output {output}"
            expected = f"a band that holds {entry.level:g}"
            grounds.append(Ground(GateReason.OVERCONFIDENT, band, expected))
    return grounds
