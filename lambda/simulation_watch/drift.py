"""Start a calibration because its model drifts."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress

from twin_runtime import clients
from twin_runtime.settings import setting


def start_calibration(model_id: str, run_id: str) -> None:
    """Start the workflow; the run that told of the drift names the execution, so once only."""
    client = clients.stepfunctions()
    name = hashlib.sha256(f"{model_id}\0{run_id}".encode()).hexdigest()[:32]
    body = {"model_id": model_id, "trigger": "drift", "requested_by": "drift"}
    with suppress(client.exceptions.ExecutionAlreadyExists):
        client.start_execution(
            stateMachineArn=setting("CALIBRATE_STATE_MACHINE_ARN"),
            name=f"drift-{name}",
            input=json.dumps(body),
        )
