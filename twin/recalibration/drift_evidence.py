"""What told that a model drifts, with the figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Rule = Literal["consecutive", "shift"]


@dataclass(frozen=True)
class DriftEvidence:
    """Which rule started a calibration, and by what `statistic` at or above its `threshold`.

    `consecutive`: so many `predictions` in a row were outside of their band; the statistic is the
    least normalised innovation squared of them, over its bound. `shift`: the statistic is the CUSUM
    after so many `predictions` were compared with the `reference` first ones of the version;
    `output` is the one that changed most, and `change` says how: its measured values are `higher`
    or `lower` than predicted, or its errors `wider`, than they were.
    """

    rule: Rule
    predictions: int
    statistic: float
    threshold: float
    output: str = ""
    change: Literal["", "higher", "lower", "wider"] = ""
    reference: int = 0
