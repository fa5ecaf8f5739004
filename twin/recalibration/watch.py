"""What is remembered of a model's predictions: whether it drifts, and whether a version is worse.

Normalised innovations squared against the χ² band: Bar-Shalom, Li and Kirubarajan, Estimation with
Applications to Tracking and Navigation, 2001, 5.4.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from twin.recalibration.chi_square import quantile
from twin.recalibration.drift_evidence import DriftEvidence
from twin.recalibration.shift import PredictionErrors, Shift
from twin.site_calibration import DriftRule, ProbationRule

MOST_REMEMBERED = 64
"""Innovations of a model that are kept: more than any rule looks at."""


@dataclass(frozen=True)
class Innovation:
    """How far one prediction was off, `at` UTC seconds.

    `squared` is the sum of squared differences over its `degrees` outputs, each over the variance
    of noise and prediction together; `error` is the same over that of the noise alone, as a
    back-test counts.
    """

    run_id: str
    at: float
    squared: float
    error: float
    degrees: int

    def of_bound(self, confidence: float) -> float:
        """Return the square over its bound: above 1 the error is larger than claimed."""
        return self.squared / quantile(confidence, self.degrees)


@dataclass(frozen=True)
class Probation:
    """The time in which a published version must not be worse than the one before it.

    `number` is the version, `previous` what it replaced, `since` when it was activated, and
    `champion_error` the held-out error of the one before, in sigma of the noise.
    """

    number: int
    previous: int
    calibration_id: str
    champion_error: float
    since: float

    def bound(self, degrees: int, confidence: float) -> float:
        """Return the error over so many outputs that even the champion seldom exceeded."""
        return self.champion_error * math.sqrt(quantile(confidence, degrees) / degrees)


@dataclass(frozen=True)
class Watch:
    """The last innovations of a model, oldest first, and the probation of its parameters.

    `shift` compares the distribution of its errors with what it was when its version was new.
    """

    innovations: tuple[Innovation, ...] = ()
    probation: Probation | None = None
    last_drift_at: float = 0.0
    shift: Shift = field(default_factory=Shift)
    revision: int = field(default=0, compare=False)

    def with_innovation(self, innovation: Innovation) -> Watch:
        """Return the watch with a prediction; one that is known or too old changes nothing."""
        known = {one.run_id for one in self.innovations}
        if innovation.run_id in known or self._is_old(innovation):
            return self
        ordered = sorted((*self.innovations, innovation), key=lambda one: one.at)
        return replace(self, innovations=tuple(ordered[-MOST_REMEMBERED:]))

    def with_prediction(
        self, innovation: Innovation, errors: PredictionErrors, rule: DriftRule
    ) -> Watch:
        """Return the watch with a prediction for both rules of drift.

        No shift is judged in a pause, or while a version is on probation.
        """
        known = self.with_innovation(innovation)
        if known is self or rule.shift is None:
            return known
        is_judged = self.probation is None and not self._pauses(rule, innovation.at)
        return replace(known, shift=self.shift.with_errors(errors, rule.shift, is_judged=is_judged))

    def drift(self, rule: DriftRule, *, now: float) -> DriftEvidence | None:
        """Return what tells that the model drifts: its last errors, or their distribution."""
        if self._pauses(rule, now):
            return None
        shifted = None if rule.shift is None else self.shift.found(rule.shift)
        return self._outside(rule) or shifted

    def drifted(self, *, at: float) -> Watch:
        """Return the watch once a drift was told: what was seen before is not counted again."""
        return replace(self, innovations=(), last_drift_at=at, shift=self.shift.restarted())

    def begun(self, probation: Probation) -> Watch:
        """Return the watch of a version that was just activated."""
        return replace(self, innovations=(), probation=probation)

    def worse(self, rule: ProbationRule) -> str | None:
        """Return why the version on probation is to be taken back, or None while it need not be."""
        if self.probation is None or len(self.innovations) < rule.predictions:
            return None
        judged = self.innovations[: rule.predictions]
        degrees = sum(one.degrees for one in judged)
        error = math.sqrt(sum(one.error for one in judged) / degrees)
        bound = self.probation.bound(degrees, rule.confidence)
        if error <= bound:
            return None
        return (
            f"error {error:.4g} sigma over {len(judged)} predictions, "
            f"above the bound {bound:.4g} sigma of the version before"
        )

    def has_passed(self, rule: ProbationRule) -> bool:
        """Tell whether the version on probation is proved."""
        enough = len(self.innovations) >= rule.predictions
        return self.probation is not None and enough and self.worse(rule) is None

    def released(self) -> Watch:
        """Return the watch without a probation."""
        return replace(self, probation=None)

    def _pauses(self, rule: DriftRule, at: float) -> bool:
        return at - self.last_drift_at < rule.pause_hours * 3600

    def _outside(self, rule: DriftRule) -> DriftEvidence | None:
        """Return whether the last predictions, all of them, were outside of their band."""
        last = self.innovations[-rule.consecutive :]
        if len(last) < rule.consecutive:
            return None
        least = min(one.of_bound(rule.confidence) for one in last)
        return DriftEvidence("consecutive", len(last), least, 1.0) if least > 1 else None

    def _is_old(self, innovation: Innovation) -> bool:
        if self.probation is not None and innovation.at <= self.probation.since:
            return True
        if innovation.at <= self.last_drift_at:
            return True
        full = len(self.innovations) >= MOST_REMEMBERED
        return full and innovation.at <= self.innovations[0].at

    def to_mapping(self) -> dict[str, Any]:
        """Return what `from_mapping` reads."""
        return asdict(self)

    @classmethod
    def from_mapping(cls, raw: Mapping[str, Any]) -> Watch:
        """Read what `to_mapping` wrote."""
        probation = raw.get("probation")
        return cls(
            innovations=tuple(Innovation(**item) for item in raw["innovations"]),
            probation=None if probation is None else Probation(**probation),
            last_drift_at=raw["last_drift_at"],
            shift=Shift.from_mapping(raw["shift"]) if "shift" in raw else Shift(),
            revision=raw.get("revision", 0),
        )
