"""How a model of an equipment type is calibrated by what its assets did."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from twin.definition.names import NotNegative, Part, Positive, VariableName
from twin.recalibration.sources import window_sources

Share = Annotated[float, Field(ge=0.1, le=0.6)]
Confidence = Annotated[float, Field(ge=0.5, le=0.9999)]


def _known_source(name: str) -> str:
    """Return the name of a source of windows; raise `ValueError`."""
    if name not in window_sources():
        raise ValueError(f"the source of a window is one of {', '.join(window_sources())}")
    return name


WindowSourceName = Annotated[str, AfterValidator(_known_source)]


class EstimatedParameterDefinition(Part):
    """Bounds of a parameter; how far it may move is its `standard_uncertainty`."""

    minimum: float
    maximum: float
    log_scale: bool = False


class ObservedOutputDefinition(Part):
    """Noise of a measured output (standard deviation); by default the dead band of its signal."""

    noise: Positive | None = None


class OperatingRangeDefinition(Part):
    """Where an input must be for a sample to count."""

    minimum: float
    maximum: float


class ShiftDefinition(Part):
    """Calibrate when errors no longer have the distribution of the version's first ones."""

    reference: Annotated[int, Field(ge=20, le=500)] = 96
    spacing_minutes: NotNegative = 30.0
    average_run_length: Annotated[float, Field(ge=50, le=1e6)] = 150.0


class DriftDefinition(Part):
    """Calibrate when so many predictions in a row are outside of their chi-square band."""

    confidence: Confidence = 0.99
    consecutive: Annotated[int, Field(ge=2, le=60)] = 6
    pause_hours: Positive = 12.0
    shift: ShiftDefinition | None = Field(default_factory=ShiftDefinition)


class GateDefinition(Part):
    """By which share a candidate must be better, and which intervals must cover."""

    margin: Annotated[float, Field(ge=0.0, le=0.9)] = 0.02
    interval_probability: Annotated[float, Field(ge=0.5, le=0.99)] = 0.9


class ProbationDefinition(Part):
    """The first predictions of a published version, which must not be worse than before."""

    predictions: Annotated[int, Field(ge=3, le=60)] = 12
    confidence: Confidence = 0.99


class CalibrationDefinition(Part):
    """The loop of one model: window, method, drift, gate, probation."""

    parameters: Annotated[dict[VariableName, EstimatedParameterDefinition], Field(min_length=1)]
    outputs: dict[VariableName, ObservedOutputDefinition] = Field(default_factory=dict)
    """Outputs that are compared; all of the model's by default."""
    response: Literal["steady", "dynamic"] = "steady"
    settle_seconds: NotNegative = 0.0
    method: Literal["auto", "bounded_least_squares"] = "auto"
    window_source: WindowSourceName = "sitewise"
    """Where the measured values of the window are read."""
    window_hours: Annotated[float, Field(gt=0, le=24 * 31)] = 24.0
    sample_seconds: Positive = 300.0
    minimum_samples: Annotated[int, Field(ge=50)] = 60
    longest_gap_seconds: Positive = 1800.0
    longest_stuck_share: Annotated[float, Field(gt=0, le=1)] = 0.2
    held_out_share: Share = 0.3
    interval_share: Share = 0.2
    operating_range: dict[VariableName, OperatingRangeDefinition] = Field(default_factory=dict)
    schedule_hours: Annotated[int, Field(ge=1, le=24 * 31)] | None = None
    """Calibrate every so many hours; without it only on drift and on request."""
    drift: DriftDefinition = Field(default_factory=DriftDefinition)
    gate: GateDefinition = Field(default_factory=GateDefinition)
    probation: ProbationDefinition = Field(default_factory=ProbationDefinition)
    fleet: bool = False
    """Take the prior from what was estimated for the other assets of the type."""
