"""Everything that ran or runs: executions and jobs in one list, the newest first."""

from __future__ import annotations

from collections.abc import Iterator

from moto.batch.models import Job, batch_backends
from moto.stepfunctions.parser.backend.execution import Execution

from twin_local.execution.batch.properties import properties_of
from twin_local.execution.stepfunctions.machines import executions, map_run_of
from twin_local.server.observation.executions.row import RunRow, seconds

LONGEST_CAUSE = 2_000
ENDED = ("SUCCEEDED", "FAILED")
NEVER = 7 * 86_400.0
"""moto says 1970-01-01 of a job that has not started."""


def runs(account: str) -> list[RunRow]:
    """Return executions and jobs, the newest first; those that a Map Run started are left out."""
    found = [execution_row(one) for one in executions() if map_run_of(one) is None]
    return sorted([*found, *_jobs(account)], key=lambda row: row.created_at, reverse=True)


def execution_row(execution: Execution) -> RunRow:
    """Return the line of an execution."""
    started = seconds(execution.start_date)
    return RunRow(
        kind="execution",
        id=execution.exec_arn,
        name=execution.name,
        of=str(execution.exec_arn.split(":")[6]),
        status=str(execution.status) if execution.exec_status else "RUNNING",
        created_at=started or 0.0,
        started_at=started,
        stopped_at=seconds(execution.stop_date),
        error=str(execution.error or ""),
        cause=str(execution.cause or "")[:LONGEST_CAUSE],
    )


def _jobs(account: str) -> Iterator[RunRow]:
    for backend in list(batch_backends[account].values()):
        for job in list(backend._jobs.values()):
            yield job_row(job)


def job_row(job: Job) -> RunRow:
    """Return the line of a job."""
    status = str(getattr(job.status, "value", job.status))
    started = seconds(job.job_started_at)
    return RunRow(
        kind="job",
        id=job.arn,
        name=job.job_name,
        of=job.job_queue.name,
        status=status,
        created_at=seconds(job.job_created_at) or 0.0,
        started_at=started if started and started > NEVER else None,
        stopped_at=seconds(job.job_stopped_at) if status in ENDED else None,
        cause=str(job.job_stopped_reason or "")[:LONGEST_CAUSE] if status == "FAILED" else "",
        log_group=properties_of(job).log_group if job.log_stream_name else "",
        log_stream=str(job.log_stream_name or ""),
    )
