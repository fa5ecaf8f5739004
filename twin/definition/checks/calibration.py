"""A calibration names parameters, outputs and inputs of its model, and bounds that are ranges."""

from __future__ import annotations

from twin.definition import parts
from twin.definition.calibration import CalibrationDefinition, EstimatedParameterDefinition
from twin.definition.checks.calibration_samples import check_samples
from twin.definition.checks.scope import Scope
from twin.definition.equipment import EquipmentType
from twin.definition.key_path import KeyPath
from twin.definition.simulation_model import ParameterDefinition, SimulationModelDefinition


def check(scope: Scope) -> None:
    """Check the calibrations of every type's models."""
    for _, equipment, key in scope.types():
        for name, model in equipment.models.items():
            if model.calibration is not None:
                at = (*key, "models", name, "calibration")
                _check_parameters(scope, model, model.calibration, at)
                _check_outputs(scope, equipment, model, model.calibration, at)
                _check_ranges(scope, model, model.calibration, at)
                check_samples(scope, model, model.calibration, at)


def _check_parameters(
    scope: Scope,
    model: SimulationModelDefinition,
    calibration: CalibrationDefinition,
    key: KeyPath,
) -> None:
    for name, item in calibration.parameters.items():
        at = (*key, "parameters", name)
        stated = model.parameters.get(name)
        if stated is None:
            scope.dangling(at, "the model states no such parameter", name, model.parameters)
        else:
            _check_bounds(scope, item, stated, at)


def _check_bounds(
    scope: Scope, item: EstimatedParameterDefinition, stated: ParameterDefinition, key: KeyPath
) -> None:
    if not item.minimum < item.maximum:
        scope.report.add(
            "OUT_OF_RANGE",
            (*key, "maximum"),
            "the bounds are no range",
            found=f"{item.maximum:g}",
            expected=f"more than minimum: {item.minimum:g}",
        )
    elif not item.minimum <= stated.value <= item.maximum:
        scope.report.add(
            "OUT_OF_RANGE",
            key,
            "the stated value is outside of the bounds",
            found=f"{stated.value:g}",
            expected=f"from {item.minimum:g} to {item.maximum:g}",
        )
    elif item.log_scale and item.minimum <= 0:
        scope.report.add(
            "OUT_OF_RANGE",
            (*key, "minimum"),
            "a logarithmic scale needs positive bounds",
            found=f"{item.minimum:g}",
            expected="more than 0, or no log_scale",
        )


def _check_outputs(
    scope: Scope,
    equipment: EquipmentType,
    model: SimulationModelDefinition,
    calibration: CalibrationDefinition,
    key: KeyPath,
) -> None:
    twin = scope.site.twin
    measured = parts.written_out(equipment, twin.components, twin.interfaces).measurements
    for name in calibration.outputs or model.outputs:
        at = (*key, "outputs", name)
        if name not in model.outputs:
            scope.dangling(at, "the model has no such output", name, model.outputs)
            continue
        stated = calibration.outputs.get(name)
        signal = measured.get(model.outputs[name])
        if signal is None or (stated is not None and stated.noise is not None):
            continue  # a signal that does not exist is reported at the model's outputs
        if not signal.dead_band:
            scope.report.add(
                "MISSING_KEY",
                (*at, "noise"),
                "neither the noise nor a dead band of the signal is stated",
                found="nothing",
                expected="the standard deviation of the measured value",
            )


def _check_ranges(
    scope: Scope,
    model: SimulationModelDefinition,
    calibration: CalibrationDefinition,
    key: KeyPath,
) -> None:
    for name, item in calibration.operating_range.items():
        at = (*key, "operating_range", name)
        if name not in model.inputs:
            scope.dangling(at, "the model has no such input", name, model.inputs)
        elif not item.minimum < item.maximum:
            scope.report.add(
                "OUT_OF_RANGE",
                (*at, "maximum"),
                "the operating range is no range",
                found=f"{item.maximum:g}",
                expected=f"more than minimum: {item.minimum:g}",
            )
