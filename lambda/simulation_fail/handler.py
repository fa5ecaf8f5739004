"""Called by the workflow when a step failed: record why, and tell."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

from simulation_fail.reason import reason_of_failure
from simulation_runtime.announce import announce
from simulation_runtime.run_table import RunTable
from twin.simulation.job import error_key
from twin_runtime import clients
from twin_runtime.logging import logger
from twin_runtime.settings import setting


def handler(event: Mapping[str, Any], _context: object) -> dict[str, str]:
    """End the run as failed; nothing of it is published."""
    table = RunTable(clients.dynamodb(), setting("RUN_TABLE"))
    run = table.find(event["execution"])
    error = _said_by_job(run.run_id) or reason_of_failure(event["failure"])
    failed = run.failed(error, at=time.time())
    logger().warning("run failed", extra={"run": run.run_id, "error": error})
    if table.save(failed):
        announce(failed)
    return {"run_id": run.run_id, "state": failed.state}


def _said_by_job(run_id: str) -> dict[str, str] | None:
    """Return the typed error that the job wrote before it ended, if it did."""
    client = clients.s3()
    try:
        answer = client.get_object(Bucket=setting("MODELS_BUCKET"), Key=error_key(run_id))
    except client.exceptions.NoSuchKey:
        return None
    error: dict[str, str] = json.loads(answer["Body"].read())["error"]
    return error
