"""Simulation models are bound to properties that exist and that they can read or predict."""

from __future__ import annotations

from twin.definition.checks.scope import Scope
from twin.definition.key_path import KeyPath
from twin.definition.simulation_model import SimulationModelDefinition


def check(scope: Scope) -> None:
    """Check the models of every type."""
    for name, equipment, key in scope.types():
        for model_name, model in equipment.models.items():
            at = (*key, "models", model_name)
            _check_inputs(scope, name, model, at)
            _check_outputs(scope, name, model, at)
            _check_times(scope, model, at)


def _check_inputs(
    scope: Scope, type_name: str, model: SimulationModelDefinition, key: KeyPath
) -> None:
    for variable, reference in model.inputs.items():
        at = (*key, "inputs", variable)
        source = scope.referenced(type_name, reference, at)
        if source is not None and source.data_type == "string":
            scope.report.add(
                "BAD_SIGNAL",
                at,
                "a model reads numbers",
                found=f"{reference}: string",
                expected="a number or a boolean",
            )


def _check_outputs(
    scope: Scope, type_name: str, model: SimulationModelDefinition, key: KeyPath
) -> None:
    for variable, name in model.outputs.items():
        at = (*key, "outputs", variable)
        target = scope.property_of(type_name, name, at)
        if target is not None and (target.kind != "measurements" or not target.is_number):
            scope.report.add(
                "BAD_SIGNAL",
                at,
                "only a measured number can be compared with its prediction",
                found=f"{name}: {target.data_type} of the {target.kind}",
                expected="a measurement that is a number",
            )


def _check_times(scope: Scope, model: SimulationModelDefinition, key: KeyPath) -> None:
    if model.step_seconds > model.horizon_seconds:
        scope.report.add(
            "OUT_OF_RANGE",
            (*key, "step_seconds"),
            "a step is longer than the whole run",
            found=f"{model.step_seconds:g}",
            expected=f"at most horizon_seconds: {model.horizon_seconds:g}",
        )
