"""Start a calibration because its model drifts."""

from __future__ import annotations

import hashlib
from dataclasses import asdict

from twin.recalibration.drift_evidence import DriftEvidence
from twin_runtime.settings import setting
from twin_runtime.workflow_executions import start_once


def start_calibration(model_id: str, run_id: str, evidence: DriftEvidence) -> None:
    """Start the workflow; the run that told of the drift names the execution, so once only."""
    name = hashlib.sha256(f"{model_id}\0{run_id}".encode()).hexdigest()[:32]
    body = {
        "model_id": model_id,
        "trigger": "drift",
        "requested_by": "drift",
        "drift": asdict(evidence),
    }
    start_once(setting("CALIBRATE_STATE_MACHINE_ARN"), f"drift-{name}", body)
