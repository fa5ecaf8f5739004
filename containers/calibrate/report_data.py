"""The report of a calibration as data."""

from __future__ import annotations

from typing import Any

from calibrate.work import Outcome, champion_values
from twin.calibration.report import report
from twin.recalibration.order import CalibrationOrder


def report_data(order: CalibrationOrder, outcome: Outcome, version: str) -> dict[str, Any]:
    """Return what was done, by what, and every figure behind the decision on a version."""
    compared = report(
        outcome.estimate,
        champion_values(order),
        (order.champion_version, version),
        (outcome.champion.test, outcome.candidate.test),
        outcome.decision,
    )
    return {
        "calibration_id": order.calibration_id,
        "order_digest": order.digest,
        "model_id": order.model_id,
        "asset": order.asset,
        "model_digest": order.artefact.sha256,
        "image_digest": order.image_digest,
        "code_revision": order.code_revision,
        "samples_digest": order.samples.sha256,
        "reason_of_method": str(outcome.choice.reason),
        "response": order.settings.response,
        "fleet_assets": outcome.fleet_assets,
        "outputs": _outputs(order, outcome),
        "parts": _parts(outcome),
        "left_out": len(outcome.samples.times) - order.usable,
        "gate_margin": order.settings.gate.margin,
        "interval_probability": order.settings.gate.interval_probability,
        "drift": outcome.drift.to_dict(),
        **compared.to_dict(),
    }


def _outputs(order: CalibrationOrder, outcome: Outcome) -> list[dict[str, Any]]:
    """Return the noise of each output, and its intervals before and after, in its unit."""
    intervals = zip(
        order.settings.outputs,
        outcome.champion.intervals,
        outcome.candidate.intervals,
        strict=True,
    )
    return [
        {
            "name": item.variable,
            "unit": order.units.get(item.variable, ""),
            "noise": item.noise,
            "champion_radius": before.radius,
            "candidate_radius": after.radius,
        }
        for item, before, after in intervals
    ]


def _parts(outcome: Outcome) -> dict[str, dict[str, Any]]:
    """Return from when to when the window was fitted, learned from and held out."""
    parts = outcome.parts
    named = {"fit": parts.fit, "interval": parts.interval, "held_out": parts.held_out}
    return {
        name: {
            "from": float(run.window.times_seconds[0]),
            "to": float(run.window.times_seconds[-1]),
            "samples": len(run.window.times_seconds),
            "digest": run.window.digest,
        }
        for name, run in named.items()
    }
