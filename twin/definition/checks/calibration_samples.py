"""A calibration leaves enough samples, and not more than can be simulated."""

from __future__ import annotations

from twin.definition.calibration import CalibrationDefinition
from twin.definition.checks.scope import Scope
from twin.definition.key_path import KeyPath
from twin.definition.simulation_model import SimulationModelDefinition

MOST_SAMPLES = 20_000
"""Rows of a window: each is simulated some fifty times."""

MOST_HELD_BACK = 0.7
"""Share of the samples that are not fitted, but kept for intervals and for the back-test."""


def check_samples(
    scope: Scope,
    model: SimulationModelDefinition,
    calibration: CalibrationDefinition,
    key: KeyPath,
) -> None:
    """Check that samples are as many as is needed, and fit the steps of the model."""
    _check_count(scope, calibration, key)
    _check_shares(scope, calibration, key)
    _check_steps(scope, model, calibration, key)
    _check_intervals(scope, calibration, key)


def _check_count(scope: Scope, calibration: CalibrationDefinition, key: KeyPath) -> None:
    window = calibration.window_hours * 3600
    fewest = window / MOST_SAMPLES
    most = window / calibration.minimum_samples
    if not fewest <= calibration.sample_seconds <= most:
        scope.report.add(
            "OUT_OF_RANGE",
            (*key, "sample_seconds"),
            f"a window has minimum_samples to {MOST_SAMPLES} samples",
            found=f"{calibration.sample_seconds:g}",
            expected=f"from {fewest:.4g} to {most:.4g}",
        )


def _check_shares(scope: Scope, calibration: CalibrationDefinition, key: KeyPath) -> None:
    held_back = calibration.held_out_share + calibration.interval_share
    if held_back > MOST_HELD_BACK:
        scope.report.add(
            "OUT_OF_RANGE",
            (*key, "held_out_share"),
            "too little is left to fit",
            found=f"{held_back:g} held back",
            expected=f"held_out_share and interval_share of at most {MOST_HELD_BACK:g} together",
        )


def _check_steps(
    scope: Scope,
    model: SimulationModelDefinition,
    calibration: CalibrationDefinition,
    key: KeyPath,
) -> None:
    steps = calibration.sample_seconds / model.step_seconds
    if calibration.response == "dynamic" and abs(steps - round(steps)) > 1e-6:
        scope.report.add(
            "OUT_OF_RANGE",
            (*key, "sample_seconds"),
            "samples of a dynamic model are whole steps of it",
            found=f"{calibration.sample_seconds:g}",
            expected=f"a multiple of step_seconds: {model.step_seconds:g}",
        )


def _check_intervals(scope: Scope, calibration: CalibrationDefinition, key: KeyPath) -> None:
    least = calibration.minimum_samples * calibration.interval_share
    needed = 1 / (1 - calibration.gate.interval_probability)
    if least + 1 < needed:
        scope.report.add(
            "OUT_OF_RANGE",
            (*key, "minimum_samples"),
            "the intervals are learned from too few samples for their probability",
            found=f"{least:.3g} samples for {calibration.gate.interval_probability:g}",
            expected=f"at least {needed - 1:.3g} of minimum_samples times interval_share",
        )
