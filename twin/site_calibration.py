"""How a model of the compiled site is calibrated; only the standard library, as the site itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Response = Literal["steady", "dynamic"]


@dataclass(frozen=True)
class EstimatedParameter:
    """A parameter that is estimated, with its bounds in its unit.

    `prior_sigma` is how far it may move from one calibration to the next: in its unit, or in
    natural logarithms on a logarithmic scale; None where only the bounds are known.
    """

    name: str
    low: float
    high: float
    is_log_scale: bool = False
    prior_sigma: float | None = None


@dataclass(frozen=True)
class ObservedOutput:
    """An output that is compared with its measured signal; `noise` is one standard deviation."""

    variable: str
    alias: str
    noise: float


@dataclass(frozen=True)
class ShiftRule:
    """Calibrate when errors no longer have the distribution of the first `reference` ones.

    Predictions count that are `spacing_minutes` apart. Without a change, and where errors are
    independent, at least `average_run_length` of them go by on average until one is told.
    """

    reference: int
    spacing_minutes: float
    average_run_length: float


@dataclass(frozen=True)
class DriftRule:
    """Calibrate when `consecutive` predictions in a row leave the χ² band of `confidence`.

    Or, with `shift`, when the distribution of errors changed. At most one drift in `pause_hours`
    starts a calibration.
    """

    confidence: float
    consecutive: int
    pause_hours: float
    shift: ShiftRule | None = None

    @classmethod
    def from_raw(cls, raw: Mapping[str, Any]) -> DriftRule:
        """Read what `asdict` wrote."""
        shift = raw.get("shift")
        return cls(**{**raw, "shift": None if shift is None else ShiftRule(**shift)})


@dataclass(frozen=True)
class GateRule:
    """A candidate must be better by the share `margin`, and its intervals cover what they claim."""

    margin: float
    interval_probability: float


@dataclass(frozen=True)
class ProbationRule:
    """A published version is taken back where its first `predictions` are worse than the champion.

    Worse is a root mean square error, in sigma of the noise, above what the champion would have
    exceeded with a probability of 1 - `confidence`.
    """

    predictions: int
    confidence: float


@dataclass(frozen=True)
class ModelCalibration:
    """Everything that the loop needs to know of a model.

    `steady` takes each sample as a run of its own, as predictions do; `dynamic` simulates whole
    stretches, whose first `settle_seconds` are not compared because the state is not known there.
    Samples in which an input is outside of its `operating_range` (name, low, high) are left out.
    `window_source` is the name of a source of `twin.recalibration.sources`.
    """

    parameters: tuple[EstimatedParameter, ...]
    outputs: tuple[ObservedOutput, ...]
    response: Response
    settle_seconds: float
    method: str
    window_hours: float
    sample_seconds: float
    minimum_samples: int
    longest_gap_seconds: float
    longest_stuck_share: float
    held_out_share: float
    interval_share: float
    operating_range: tuple[tuple[str, float, float], ...]
    schedule_hours: int | None
    drift: DriftRule
    gate: GateRule
    probation: ProbationRule
    learns_from_fleet: bool
    window_source: str = "sitewise"

    @classmethod
    def from_raw(cls, raw: Mapping[str, Any]) -> ModelCalibration:
        """Read what `asdict` wrote."""
        return cls(
            **{
                **raw,
                "parameters": tuple(EstimatedParameter(**item) for item in raw["parameters"]),
                "outputs": tuple(ObservedOutput(**item) for item in raw["outputs"]),
                "operating_range": tuple(
                    (name, low, high) for name, low, high in raw["operating_range"]
                ),
                "drift": DriftRule.from_raw(raw["drift"]),
                "gate": GateRule(**raw["gate"]),
                "probation": ProbationRule(**raw["probation"]),
            }
        )


def calibration_from_raw(raw: Mapping[str, Any] | None) -> ModelCalibration | None:
    """Read how a model is calibrated, if it is."""
    return None if raw is None else ModelCalibration.from_raw(raw)
