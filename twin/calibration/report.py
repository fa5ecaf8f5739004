"""What a calibration reports, as data: before and after, shifts, coverage, decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np

from twin.calibration.backtest import BackTest
from twin.calibration.estimate import Estimate
from twin.calibration.gate import Decision


@dataclass(frozen=True)
class ParameterShift:
    """How far a parameter moved; `sigmas` is the shift in its sigma, on the estimation scale."""

    name: str
    unit: str
    before: float
    after: float
    sigma: float
    sigmas: float


@dataclass(frozen=True)
class CalibrationReport:
    """One calibration, whether it was published or not."""

    method: str
    seed: int
    evaluations: int
    champion_version: str
    candidate_version: str
    before: BackTest
    after: BackTest
    shifts: tuple[ParameterShift, ...]
    condition_number: float
    diagnostics: Mapping[str, float]
    decision: Decision

    def to_dict(self) -> dict[str, object]:
        """Return the report as a JSON object."""
        return asdict(self)


def shifts(before: Mapping[str, float], estimate: Estimate) -> tuple[ParameterShift, ...]:
    """Return how far each parameter moved from values in its unit, by name."""
    space = estimate.space
    old = np.array([before[name] for name in space.names])
    moved = (estimate.scaled - space.to_scale(old)) / np.sqrt(np.diag(estimate.covariance))
    figures = zip(space.parameters, old, estimate.values, estimate.sigmas, moved, strict=True)
    return tuple(
        ParameterShift(entry.name, entry.unit, float(b), float(a), float(s), float(m))
        for entry, b, a, s, m in figures
    )


def report(
    estimate: Estimate,
    champion: Mapping[str, float],
    versions: tuple[str, str],
    tests: tuple[BackTest, BackTest],
    decision: Decision,
) -> CalibrationReport:
    """Return the report of an estimate; versions and tests are the champion's, then its own."""
    return CalibrationReport(
        method=estimate.method,
        seed=estimate.seed,
        evaluations=estimate.evaluations,
        champion_version=versions[0],
        candidate_version=versions[1],
        before=tests[0],
        after=tests[1],
        shifts=shifts(champion, estimate),
        condition_number=estimate.identifiability.condition_number,
        diagnostics=dict(estimate.diagnostics),
        decision=decision,
    )
