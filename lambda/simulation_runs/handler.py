"""GET /runs, POST /runs and GET /runs/{run_id}."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from simulation_runtime.request_ids import id_of_request
from simulation_runtime.run_settings import run_table
from simulation_runtime.starting import begin
from twin.simulation.request import RunRequest
from twin.simulation.run import Run
from twin_runtime.http import Answer, Body, ProxyResponse, Request, serve
from twin_runtime.site import site


def list_runs(request: Request) -> Body:
    """Answer one page of runs, newest first."""
    limit = request.integer("limit")
    page = run_table().page(limit=limit, token=request.one("next_token"))
    return {"runs": [run.to_body() for run in page.runs], "next_token": page.next_token}


def get_run(request: Request) -> Body:
    """Answer one run."""
    return run_table().find(request.path["run_id"]).to_body()


def start_run(request: Request) -> Answer:
    """Check the request and start a run; answer 202 with it, to be followed by its id.

    The same idempotency key of the same caller is the same run: a repetition starts it only where
    the first attempt recorded it but could not start it. The key with another request is refused.
    """
    wanted = RunRequest.from_body(request.json(), site())
    caller = request.authenticated
    run = Run(
        run_id=id_of_request(caller.subject, wanted.idempotency_key),
        model_id=wanted.model_id,
        kind=wanted.kind,
        state="QUEUED",
        requested_by=caller.name,
        requested_at=time.time(),
        inputs=wanted.inputs,
        request_digest=wanted.digest,
    )
    recorded = begin(run_table(), run, may_be_repeated=bool(wanted.idempotency_key))
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
