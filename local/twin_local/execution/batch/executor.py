"""Run a Batch job: wait for its turn, attempt it as often as its strategy says, record the end."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from moto.batch.models import Job
from moto.batch.utils import JobStatus

from twin_local.execution import logs
from twin_local.execution.batch.attempt import Limits, run
from twin_local.execution.batch.container import find_image, process_of
from twin_local.execution.batch.errors import ContainerUnavailable
from twin_local.execution.batch.properties import ContainerProperties, properties_of
from twin_local.execution.batch.retries import Ending, retries
from twin_local.execution.credentials import CredentialIssuer
from twin_local.execution.processes.client import KeeperClient, KeeperGone
from twin_local.server.context import ServerContext

TURN_POLL_S = 0.2
MEBIBYTE = 1024 * 1024


class JobExecutor:
    """Runs jobs, as many at a time as the machine has processors."""

    def __init__(
        self, *, context: ServerContext, keeper: KeeperClient, credentials: CredentialIssuer
    ) -> None:
        self._context = context
        self._keeper = keeper
        self._credentials = credentials
        self._turns = threading.Semaphore(os.cpu_count() or 1)

    def run(self, job: Job) -> None:
        """Run a job from SUBMITTED to SUCCEEDED or FAILED."""
        job.status = JobStatus.PENDING
        if job.depends_on and not job._wait_for_dependencies():
            return
        job.status = JobStatus.RUNNABLE
        if not self._wait_for_turn(job):
            job._mark_stopped(success=False)
            return
        try:
            ending = self._attempts(job)
        finally:
            self._turns.release()
        self._record(job, ending)

    def _wait_for_turn(self, job: Job) -> bool:
        while not self._turns.acquire(timeout=TURN_POLL_S):
            if job.stop:
                return False
        if job.stop:
            self._turns.release()
            return False
        return True

    def _attempts(self, job: Job) -> Ending:
        for attempt in range(1, 11):  # at most 10 attempts (AWS Batch API reference)
            ending = self._attempt(job)
            strategy = job.job_definition.retry_strategy
            if ending.succeeded or job.stop or not retries(strategy, ending, attempt):
                break
            job.status = JobStatus.RUNNABLE
        return ending

    def _attempt(self, job: Job) -> Ending:
        job.status = JobStatus.STARTING
        properties = properties_of(job)
        job.log_stream_name = f"{properties.stream_prefix}/default/{job.job_id}-{time.time_ns():x}"
        try:
            image = find_image(properties.image, state_dir=self._context.state_dir)
            process = process_of(
                image,
                command=job._add_parameters_to_command(list(properties.command)),
                environment=self._environment(job, properties),
                build_dir=self._context.build_dir,
            )
        except ContainerUnavailable as error:
            return Ending(None, str(error), f"{str(error).split(':')[0]}: see the reason")
        job.job_started_at = datetime.now()
        job._start_attempt()
        job.status = JobStatus.RUNNING
        with tempfile.TemporaryDirectory(prefix="job-", dir=self._work_folder()) as folder:
            try:
                ending = run(
                    self._keeper,
                    process,
                    folder=Path(folder),
                    limits=Limits(properties.memory_mebibytes * MEBIBYTE, _duration(job)),
                    write=lambda lines: self._log(job, properties, lines),
                    stopping=lambda: (job.job_stopped_reason or "stopped") if job.stop else None,
                )
            except KeeperGone as error:  # the embedded AWS itself is ending
                ending = Ending(None, str(error), "Host EC2 (embedded) terminated.")
        return ending

    def _environment(self, job: Job, properties: ContainerProperties) -> dict[str, str]:
        role = properties.job_role_arn
        granted = self._credentials.of_role(role).environment() if role else {}
        attempt = {
            "AWS_BATCH_CE_NAME": "embedded",
            "AWS_BATCH_JOB_ATTEMPT": str(len(job.attempts) + 1),
            "AWS_BATCH_JOB_ID": job.job_id,
            "AWS_BATCH_JQ_NAME": job.job_queue.name,
            "AWS_DEFAULT_REGION": self._context.region,
            "AWS_ENDPOINT_URL": self._context.endpoint_url,
            "AWS_REGION": self._context.region,
        }
        if "index" in job.array_properties:
            attempt["AWS_BATCH_JOB_ARRAY_INDEX"] = str(job.array_properties["index"])
        return {**dict(properties.environment), **attempt, **granted}

    def _work_folder(self) -> Path:
        folder = self._context.state_dir / "jobs"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _log(self, job: Job, properties: ContainerProperties, lines: list[str]) -> None:
        logs.write(
            account=job.backend.account_id,
            region=job.backend.region_name,
            group=properties.log_group,
            stream=str(job.log_stream_name),
            lines=lines,
        )

    def _record(self, job: Job, ending: Ending) -> None:
        job.exit_code = ending.exit_code
        if not ending.succeeded and job.job_stopped_reason is None:
            job.job_stopped_reason = ending.status_reason
        latest: dict[str, Any] = (job.latest_attempt or {}).get("container", {})
        if ending.exit_code is not None:
            latest["exitCode"] = ending.exit_code
        if ending.reason:
            latest["reason"] = ending.reason
        job.container_reason = ending.reason  # type: ignore[attr-defined]
        job._mark_stopped(success=ending.succeeded)


def _duration(job: Job) -> float | None:
    seconds = job._get_attempt_duration()
    return None if seconds is None else float(seconds)
