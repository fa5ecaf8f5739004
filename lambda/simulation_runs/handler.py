"""GET /runs, POST /runs and GET /runs/{run_id}."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from simulation_runtime.announce import announce
from simulation_runtime.run_table import RunTable
from twin.simulation.errors import RunNotStarted
from twin.simulation.request import RunRequest
from twin.simulation.run import Run
from twin_runtime import clients
from twin_runtime.errors import IdempotencyKeyReused
from twin_runtime.http import Answer, Body, ProxyResponse, Request, serve
from twin_runtime.settings import setting
from twin_runtime.site import site


def list_runs(request: Request) -> Body:
    """Answer one page of runs, newest first."""
    limit = request.integer("limit")
    page = _table().page(limit=limit, token=request.one("next_token"))
    return {"runs": [run.to_body() for run in page.runs], "next_token": page.next_token}


def get_run(request: Request) -> Body:
    """Answer one run."""
    return _table().find(request.path["run_id"]).to_body()


def start_run(request: Request) -> Answer:
    """Check the request and start a run; answer 202 with it, to be followed by its id.

    The same idempotency key of the same caller is the same run: a repetition starts it only where
    the first attempt recorded it but could not start it. The key with another request is refused.
    """
    wanted = RunRequest.from_body(request.json(), site())
    caller = request.authenticated
    run = Run(
        run_id=_run_id(caller.subject, wanted.idempotency_key),
        model_id=wanted.model_id,
        kind=wanted.kind,
        state="QUEUED",
        requested_by=caller.name,
        requested_at=time.time(),
        inputs=wanted.inputs,
        request_digest=wanted.digest,
    )
    recorded = _same(_table().add(run), wanted)
    if recorded.state == "QUEUED":
        _begin(recorded, may_be_repeated=bool(wanted.idempotency_key))
    if recorded is run:
        announce(run)
    return Answer(202, recorded.to_body())


def handler(event: Mapping[str, Any], _context: object) -> ProxyResponse:
    """Serve the operations on runs."""
    return serve(
        event,
        {
            "listRuns": list_runs,
            "startRun": start_run,
            "getRun": get_run,
        },
    )


def _begin(run: Run, *, may_be_repeated: bool) -> None:
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
        if not may_be_repeated and _table().save(failed):
            announce(failed)
        raise refusal from error


def _start(run: Run) -> None:
    """Start the workflow under the run's id; where it was started already, nothing happens."""
    client = clients.stepfunctions()
    body = {"model_id": run.model_id, "kind": run.kind, "inputs": dict(run.inputs)}
    with suppress(client.exceptions.ExecutionAlreadyExists):
        client.start_execution(
            stateMachineArn=setting("SIMULATE_STATE_MACHINE_ARN"),
            name=run.run_id,
            input=json.dumps(body),
        )


def _same(recorded: Run, wanted: RunRequest) -> Run:
    if recorded.request_digest != wanted.digest:
        raise IdempotencyKeyReused(
            "this idempotency key belongs to another run",
            found=f"{wanted.kind} of {wanted.model_id} with inputs {dict(wanted.inputs)}",
            expected=f"the request of run {recorded.run_id}, or a new key",
            where="idempotency_key",
        )
    return recorded


def _run_id(subject: str, idempotency_key: str) -> str:
    if not idempotency_key:
        return str(uuid.uuid4())
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{subject}\0{idempotency_key}"))


def _table() -> RunTable:
    return RunTable(clients.dynamodb(), setting("RUN_TABLE"), setting("RESULT_TABLE"))
