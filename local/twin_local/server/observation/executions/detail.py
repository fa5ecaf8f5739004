"""One execution with its graph, the statuses of its states and its newest history; or one job."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from moto.batch.models import Job, batch_backends
from moto.stepfunctions.parser.backend.execution import Execution

from twin_local.execution.batch.properties import properties_of
from twin_local.execution.stepfunctions.machines import execution_of
from twin_local.server.observation.executions.graph import graph_of
from twin_local.server.observation.executions.listing import execution_row, job_row
from twin_local.server.observation.executions.row import seconds
from twin_local.server.observation.executions.statuses import details_of, statuses_of, type_of

SHOWN_EVENTS = 200
LONGEST_TEXT = 4_000


def execution_detail(arn: str) -> dict[str, object] | None:
    """Return everything that is shown of an execution; None where there is none."""
    execution = execution_of(arn) if arn.count(":") >= 7 else None
    if execution is None:
        return None
    row = execution_row(execution)
    history = history_of(execution)
    found = statuses_of(history, row.status)
    return {
        **asdict(row),
        "graph": asdict(graph_of(json.loads(execution.state_machine.definition))),
        "states": {name: asdict(status) for name, status in found.items()},
        "events": [_event(event) for event in history[-SHOWN_EVENTS:]],
        "events_total": len(history),
        "input": _text(execution.input_data),
        "output": _text(execution.output) if row.status == "SUCCEEDED" else "",
    }


def history_of(execution: Execution) -> list[Mapping[str, Any]]:
    """Return the history of an execution so far; empty for one that has not begun."""
    return list(execution.to_history_output()["events"])


def job_detail(account: str, arn: str) -> dict[str, object] | None:
    """Return everything that is shown of a job; None where there is none.

    The environment is left out, as it may hold secrets.
    """
    job = _job(account, arn)
    if job is None:
        return None
    properties = properties_of(job)
    return {
        **asdict(job_row(job)),
        "image": properties.image,
        "command": list(properties.command),
        "memory_mib": properties.memory_mebibytes,
        "attempts": len(job.attempts),
        "exit_code": job.exit_code,
        "reason": str(getattr(job, "container_reason", "") or ""),
        "depends_on": [str(one.get("jobId", "")) for one in job.depends_on or ()],
    }


def _job(account: str, arn: str) -> Job | None:
    jobs = (
        job
        for backend in list(batch_backends[account].values())
        for job in list(backend._jobs.values())
    )
    return next((job for job in jobs if job.arn == arn), None)


def _event(event: Mapping[str, Any]) -> dict[str, object]:
    details = details_of(event)
    return {
        "id": event["id"],
        "type": type_of(event),
        "at": seconds(event["timestamp"]),
        "name": str(details.get("name", "")),
        "details": _text(details),
    }


def _text(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…"
