"""POST /what-if, GET /what-if/{run_id} and GET /runs/{run_id}/trajectory."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from simulation_runtime.request_ids import id_of_request
from simulation_runtime.run_settings import run_table
from simulation_runtime.starting import begin
from simulation_what_if.checked import checked
from simulation_what_if.course import course
from simulation_what_if.views import comparison_of, what_if_body
from twin.simulation.run import Run
from twin.simulation.what_if.request import WhatIfRequest
from twin_runtime.http import Answer, Body, ProxyResponse, Request, serve
from twin_runtime.site import site


def start_what_if(request: Request) -> Answer:
    """Check the candidates and start one run of all of them; answer 202 with it.

    Set-points of a command are held against its rules as a command would be; nothing is sent.
    """
    wanted = WhatIfRequest.from_body(request.json(), site())
    caller, now = request.authenticated, time.time()
    run = Run(
        run_id=id_of_request(caller.subject, wanted.idempotency_key),
        model_id=wanted.model_id,
        kind="what_if",
        state="QUEUED",
        requested_by=caller.name,
        requested_at=now,
        request_digest=wanted.digest,
        what_if=checked(wanted, site(), now=now).to_raw(),
    )
    recorded = begin(run_table(), run, may_be_repeated=bool(wanted.idempotency_key))
    return Answer(202, what_if_body(recorded, comparison_of(recorded)))


def get_what_if(request: Request) -> Body:
    """Answer the candidates of a what-if, from the best to the worst once it succeeded."""
    run = run_table().find(request.path["run_id"])
    return what_if_body(run, comparison_of(run))


def get_trajectory(request: Request) -> Body:
    """Answer the course of a run, or of one candidate of a what-if."""
    run = run_table().find(request.path["run_id"])
    return course(run, request.integer("candidate"), site())


def handler(event: Mapping[str, Any], _context: object) -> ProxyResponse:
    """Serve the operations on what-ifs."""
    return serve(
        event,
        {
            "startWhatIf": start_what_if,
            "getWhatIf": get_what_if,
            "getTrajectory": get_trajectory,
        },
    )
