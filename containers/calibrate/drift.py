"""Whether the champion still follows its asset in the window: χ² bands and the shift of errors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from twin.calibration.autocorrelation import autocorrelation_time
from twin.calibration.drift.distribution_shift import LEAST_SAMPLES, Shift, distribution_shift
from twin.calibration.drift.innovation_consistency import Consistency, consistency
from twin.calibration.window import Floats


@dataclass(frozen=True, eq=False)
class Drift:
    """What the errors of the champion, and of the candidate, say.

    `champion` and `candidate` are over the held-out part; `squares` [n] are the champion's mean
    normalised squares over the whole window. `shift` compares the champion's errors in the first
    and the last third of the window, None where they are too few to be independent.
    """

    champion: Consistency
    candidate: Consistency
    squares: Floats
    shift: Shift | None

    def to_dict(self) -> dict[str, object]:
        """Return the figures as JSON."""
        return {
            "champion": _figures(self.champion),
            "candidate": _figures(self.candidate),
            "error_shift": None
            if self.shift is None
            else {
                "energy_distance": self.shift.distance,
                "p_value": self.shift.p_value,
                "is_shifted": self.shift.is_shifted,
            },
        }


def diagnose(
    whole: Floats,
    champion: Floats,
    candidate: Floats,
    confidence: float,
    generator: np.random.Generator,
) -> Drift:
    """Judge errors in sigma of the noise: the champion's in the whole window [n, p], and both
    on the held-out part [m, p]; NaN were not measured.
    """
    return Drift(
        champion=_consistency(champion, confidence),
        candidate=_consistency(candidate, confidence),
        squares=np.asarray(np.nanmean(whole**2, axis=1), dtype=np.float64),
        shift=_shift(whole, generator),
    )


def _consistency(errors: Floats, confidence: float) -> Consistency:
    known = np.isfinite(errors)
    squares = np.where(known, errors, 0.0) ** 2
    return consistency(squares.sum(axis=1), known.sum(axis=1).astype(np.float64), confidence)


def _shift(errors: Floats, generator: np.random.Generator) -> Shift | None:
    complete = errors[np.isfinite(errors).all(axis=1)]
    if len(complete) < 3 * LEAST_SAMPLES:
        return None
    third = len(complete) // 3
    step = max(1, round(autocorrelation_time(complete)))
    before, now = complete[:third:step], complete[-third::step]
    if min(len(before), len(now)) < LEAST_SAMPLES:
        return None
    return distribution_shift(before, now, generator)


def _figures(found: Consistency) -> Mapping[str, float | bool]:
    return {
        "mean_normalised_square": found.mean,
        "lower": found.lower,
        "upper": found.upper,
        "degrees": found.degrees,
        "is_drifting": found.is_drifting,
    }
