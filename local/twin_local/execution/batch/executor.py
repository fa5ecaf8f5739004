"""Run a Batch job: wait for its turn, attempt it as often as its strategy says, record the end."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from moto.batch.models import Job
from moto.batch.utils import JobStatus

from twin_local.execution import logs
from twin_local.execution.access.callers import ServiceCaller
from twin_local.execution.access.decisions import AccessDenied
from twin_local.execution.batch import gpus
from twin_local.execution.batch.attempt import Limits, run
from twin_local.execution.batch.container import find_image, process_of
from twin_local.execution.batch.errors import ContainerUnavailable
from twin_local.execution.batch.extras import extras
from twin_local.execution.batch.properties import ContainerProperties, properties_of
from twin_local.execution.batch.retries import Ending, retries
from twin_local.execution.batch.scheduler import Scheduler
from twin_local.execution.batch.secrets import read_secrets
from twin_local.execution.batch.states import WAITING, end, move
from twin_local.execution.credentials import CredentialIssuer
from twin_local.execution.processes.client import KeeperClient, KeeperGone
from twin_local.server.context import ServerContext

HOST_TERMINATED = "Host EC2 (embedded) terminated."
"""Why an attempt ended with this process: worded as for a lost instance, so that retries match."""

MOST_ATTEMPTS = 10
TASKS = "ecs-tasks.amazonaws.com"
MEBIBYTE = 1024 * 1024


class JobExecutor:
    """Runs jobs, as many at a time as their environments and the machine allow."""

    def __init__(
        self,
        *,
        context: ServerContext,
        keeper: KeeperClient,
        credentials: CredentialIssuer,
        now: Callable[[], float],
        trust: Callable[[str, ServiceCaller], None],
    ) -> None:
        self._trust = trust
        self._context = context
        self._keeper = keeper
        self._credentials = credentials
        self._scheduler = Scheduler(self.run, now=now)

    def submit(self, job: Job) -> None:
        """Take a job in: it runs when its dependencies are met and there is room for it."""
        self._scheduler.submit(job)

    def run(self, job: Job) -> None:
        """Run a job from STARTING to SUCCEEDED or FAILED."""
        self._record(job, self._attempts(job))

    def after_restart(self, job: Job) -> None:
        """Go on with a job that had not ended when the process did.

        One that ran has lost its host: its retry strategy says whether there is another attempt.
        """
        job.stop = False
        if job.status in WAITING:
            self.submit(job)
            return
        ending = Ending(None, "", HOST_TERMINATED)
        self._note_attempt(job, ending)
        if retries(_strategy(job), ending, max(1, len(job.attempts))):
            self.submit(job)
        else:
            self._record(job, ending)

    def _attempts(self, job: Job) -> Ending:
        while True:
            ending = self._attempt(job)
            self._note_attempt(job, ending)
            attempt = max(1, len(job.attempts))
            if attempt >= MOST_ATTEMPTS or ending.succeeded or job.stop:
                return ending
            if not retries(_strategy(job), ending, attempt):
                return ending
            move(job, JobStatus.RUNNABLE)

    def _note_attempt(self, job: Job, ending: Ending) -> None:
        """Write into the newest attempt how it ended."""
        attempt: dict[str, Any] | None = job.latest_attempt
        if attempt is None or "statusReason" in attempt:
            return
        job._stop_attempt()
        attempt["stoppedAt"] = int(time.time() * 1000)
        attempt["statusReason"] = job.job_stopped_reason or ending.status_reason
        if ending.exit_code is not None:
            attempt["container"]["exitCode"] = ending.exit_code
        if ending.reason:
            attempt["container"]["reason"] = ending.reason

    def _attempt(self, job: Job) -> Ending:
        move(job, JobStatus.STARTING)
        properties = properties_of(job)
        job.log_stream_name = f"{properties.stream_prefix}/default/{job.job_id}-{time.time_ns():x}"
        try:
            gpus.require(properties.gpus)
            image = find_image(properties.image, state_dir=self._context.state_dir)
            process = process_of(
                image,
                command=job._add_parameters_to_command(list(properties.command)),
                environment=self._environment(job, properties),
                build_dir=self._context.build_dir,
            )
        except ContainerUnavailable as error:
            self._start_attempt(job)
            return Ending(None, str(error), f"{str(error).split(':')[0]}: see the reason")
        self._start_attempt(job)
        move(job, JobStatus.RUNNING)
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
                ending = Ending(None, str(error), HOST_TERMINATED)
        return ending

    def _start_attempt(self, job: Job) -> None:
        job.job_started_at = datetime.now()
        job._start_attempt()

    def _environment(self, job: Job, properties: ContainerProperties) -> dict[str, str]:
        role = properties.job_role_arn
        for assumed in (role, properties.execution_role_arn):
            if assumed:
                self._require_trust(job, assumed)
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
        secrets = read_secrets(
            properties.secrets, region=self._context.region, role=properties.execution_role_arn
        )
        return {**dict(properties.environment), **secrets, **attempt, **granted}

    def _require_trust(self, job: Job, role: str) -> None:
        """Require that tasks may assume a role.

        Raises:
            ContainerUnavailable: they may not; in ECS's words.
        """
        place = f"{self._context.region}:{self._context.account}"
        task = f"arn:aws:ecs:{place}:task/embedded/{job.job_id}"
        try:
            self._trust(role, ServiceCaller(TASKS, task, self._context.account))
        except AccessDenied as error:
            raise ContainerUnavailable(
                f"ECS was unable to assume the role '{role}' that was provided for this task."
                " Please verify that the role being passed has the proper trust relationship and"
                " permissions and that your IAM user has permissions to pass this role."
            ) from error

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
        extras(job)["container_reason"] = ending.reason
        end(job, succeeded=ending.succeeded)


def _strategy(job: Job) -> dict[str, Any] | None:
    """Return the retry strategy: that of the submission wins."""
    strategy: dict[str, Any] | None = (
        getattr(job, "retry_strategy", None) or job.job_definition.retry_strategy
    )
    return strategy


def _duration(job: Job) -> float | None:
    seconds = job._get_attempt_duration()
    return None if seconds is None else float(seconds)
