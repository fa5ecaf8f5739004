"""The calibration of a model's definition → `ModelCalibration` of one asset's model."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from twin.definition.calibration import DriftDefinition, EstimatedParameterDefinition
from twin.definition.simulation_model import ParameterDefinition, SimulationModelDefinition
from twin.site_calibration import (
    DriftRule,
    EstimatedParameter,
    GateRule,
    ModelCalibration,
    ObservedOutput,
    ProbationRule,
    ShiftRule,
)


def compile_calibration(
    model: SimulationModelDefinition,
    *,
    aliases: Callable[[str], str],
    dead_bands: Mapping[str, float],
) -> ModelCalibration | None:
    """Compile how a model is calibrated; `aliases` and `dead_bands` are those of its asset."""
    stated = model.calibration
    if stated is None:
        return None
    return ModelCalibration(
        parameters=tuple(
            _parameter(name, item, model.parameters[name])
            for name, item in stated.parameters.items()
        ),
        outputs=tuple(
            ObservedOutput(name, aliases(model.outputs[name]), _noise(name, model, dead_bands))
            for name in stated.outputs or model.outputs
        ),
        response=stated.response,
        settle_seconds=stated.settle_seconds,
        method=stated.method,
        window_source=stated.window_source,
        window_hours=stated.window_hours,
        sample_seconds=stated.sample_seconds,
        minimum_samples=stated.minimum_samples,
        longest_gap_seconds=stated.longest_gap_seconds,
        longest_stuck_share=stated.longest_stuck_share,
        held_out_share=stated.held_out_share,
        interval_share=stated.interval_share,
        operating_range=tuple(
            (name, item.minimum, item.maximum) for name, item in stated.operating_range.items()
        ),
        schedule_hours=stated.schedule_hours,
        learns_from_fleet=stated.fleet,
        drift=_drift(stated.drift),
        gate=GateRule(stated.gate.margin, stated.gate.interval_probability),
        probation=ProbationRule(stated.probation.predictions, stated.probation.confidence),
    )


def _drift(stated: DriftDefinition) -> DriftRule:
    shift = stated.shift
    return DriftRule(
        confidence=stated.confidence,
        consecutive=stated.consecutive,
        pause_hours=stated.pause_hours,
        shift=None
        if shift is None
        else ShiftRule(shift.reference, shift.spacing_minutes, shift.average_run_length),
    )


def _parameter(
    name: str, item: EstimatedParameterDefinition, stated: ParameterDefinition
) -> EstimatedParameter:
    sigma = stated.standard_uncertainty
    if item.log_scale:  # of ln(value), to first order
        sigma /= abs(stated.value)
    return EstimatedParameter(name, item.minimum, item.maximum, item.log_scale, sigma or None)


def _noise(name: str, model: SimulationModelDefinition, dead_bands: Mapping[str, float]) -> float:
    stated = model.calibration.outputs.get(name) if model.calibration else None
    if stated is not None and stated.noise is not None:
        return stated.noise
    return dead_bands[model.outputs[name]]
