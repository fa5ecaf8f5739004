"""Start the workflow of a run that somebody asked for, once for each idempotency key."""

from __future__ import annotations

import time

from botocore.exceptions import BotoCoreError, ClientError

from simulation_runtime.announce import announce
from simulation_runtime.run_table import RunTable
from twin.simulation.errors import RunNotStarted
from twin.simulation.run import Run
from twin_runtime.errors import IdempotencyKeyReused
from twin_runtime.settings import setting
from twin_runtime.workflow_executions import start_once


def begin(table: RunTable, run: Run, *, may_be_repeated: bool) -> Run:
    """Record and start a run; return it, or the earlier one of the same request.

    A repetition starts it only where the first attempt recorded it but could not start it.

    Raises:
        IdempotencyKeyReused: the recorded run is of another request.
        RunNotStarted: the workflow did not take it.
    """
    recorded = _same(table.add(run), run)
    if recorded.state == "QUEUED":
        _begin(table, recorded, may_be_repeated=may_be_repeated)
    if recorded is run:
        announce(run)
    return recorded


def _begin(table: RunTable, run: Run, *, may_be_repeated: bool) -> None:
    """Start a run; one that nobody could start again ends as failed instead of waiting for ever."""
    try:
        _start(run)
    except (BotoCoreError, ClientError) as error:
        refusal = RunNotStarted(
            "the workflow did not take the run",
            found=str(error),
            expected="the same request again" if may_be_repeated else "a new request",
            where=run.run_id,
        )
        failed = run.failed(refusal.to_dict(), at=time.time())
        if not may_be_repeated and table.save(failed):
            announce(failed)
        raise refusal from error


def _start(run: Run) -> None:
    """Start the workflow under the run's id; where it was started already, nothing happens."""
    body = {"model_id": run.model_id, "kind": run.kind, "inputs": dict(run.inputs)}
    start_once(setting("SIMULATE_STATE_MACHINE_ARN"), run.run_id, body)


def _same(recorded: Run, run: Run) -> Run:
    if recorded.request_digest != run.request_digest:
        raise IdempotencyKeyReused(
            "this idempotency key belongs to another run",
            found=f"{run.kind} of {run.model_id} with inputs {dict(run.inputs)}",
            expected=f"the request of run {recorded.run_id}, or a new key",
            where="idempotency_key",
        )
    return recorded
