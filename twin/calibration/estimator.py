"""What an estimator says of itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from twin.calibration.estimate import Estimate
from twin.calibration.problem import CalibrationProblem


class Approach(StrEnum):
    """How a method uses a model."""

    RESIMULATION = "resimulation"
    """Simulates whole runs from their known start."""
    RECURSIVE = "recursive"
    """Follows the state sample by sample, and needs it."""


@dataclass(frozen=True)
class Estimator:
    """One method; `source` is the paper that it follows."""

    name: str
    title: str
    source: str
    approach: Approach
    estimate: Callable[[CalibrationProblem], Estimate]
