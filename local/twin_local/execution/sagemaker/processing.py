"""Processing jobs: inputs from S3, a process, outputs to S3.

https://docs.aws.amazon.com/sagemaker/latest/dg/build-your-own-processing-container.html
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError
from moto.core.utils import utcnow

from twin_local.execution.batch.attempt import TIMED_OUT
from twin_local.execution.batch.errors import ContainerUnavailable
from twin_local.execution.batch.retries import Ending
from twin_local.execution.processes.client import KeeperGone
from twin_local.execution.sagemaker.layout import (
    DAY_S,
    STOPPED,
    Place,
    failure_reason,
    resource_config,
    text_of,
    write_json,
)
from twin_local.execution.sagemaker.machine import Machine
from twin_local.execution.sagemaker.objects import Objects
from twin_local.execution.sagemaker.status import change


@dataclass(frozen=True)
class ProcessingRunner:
    """Runs one processing job; `job` is moto's object of it."""

    machine: Machine
    job: Any
    place: Place

    def run(self) -> None:
        """Run the job to its end."""
        job, started = self.job, utcnow()
        change(
            job, "processing_job", "InProgress", self.machine.emit, processing_start_time=started
        )
        with tempfile.TemporaryDirectory(prefix="process-", dir=self.machine.folder()) as name:
            base = Path(name) / "ml"
            try:
                self._prepare(base)
                ending = self._execute(base)
                if ending.succeeded:
                    self._upload(base)
            except (ContainerUnavailable, ClientError, KeeperGone, ValueError, OSError) as error:
                self._end("Failed", failure_reason=f"ClientError: {error}")
                return
            message = text_of(base / "output" / "message")
            values = {"exit_message": message} if message else {}
            if job.stopping or ending.status_reason == TIMED_OUT:
                self._end("Stopped", **values)
            elif ending.succeeded:
                self._end("Completed", **values)
            else:
                self._end("Failed", failure_reason=failure_reason(base, ending), **values)

    def _prepare(self, base: Path) -> None:
        job, objects = self.job, Objects(self.place.region, self.place.role)
        for part in ("config", "processing", "output"):
            (base / part).mkdir(parents=True)
        write_json(base / "config" / "processingjobconfig.json", {"ProcessingJobArn": job.arn})
        write_json(base / "config" / "resourceconfig.json", resource_config({}))
        for given in job.processing_inputs or []:
            source = given["S3Input"]
            folder = inside(base, source["LocalPath"])
            folder.mkdir(parents=True, exist_ok=True)
            objects.download_prefix(source["S3Uri"], folder)
        for output in (job.processing_output_config or {}).get("Outputs", []):
            inside(base, output["S3Output"]["LocalPath"]).mkdir(parents=True, exist_ok=True)

    def _execute(self, base: Path) -> Ending:
        job, specification = self.job, self.job.app_specification
        process = self.machine.process(
            str(specification["ImageUri"]),
            arguments=tuple(specification.get("ContainerArguments") or ()),
            entry_point=tuple(specification.get("ContainerEntrypoint") or ()),
            environment=getattr(job, "environment", None) or {},
            role=self.place.role,
            folder=base,
        )
        seconds = float((job.stopping_condition or {}).get("MaxRuntimeInSeconds", DAY_S))
        stream = f"{job.processing_job_name}/algo-1-{int(time.time())}"
        return self.machine.run(
            process,
            folder=base,
            seconds=seconds,
            write=self.machine.log(
                self.place.account, self.place.region, "/aws/sagemaker/ProcessingJobs", stream
            ),
            stopping=lambda: STOPPED if job.stopping else None,
        )

    def _upload(self, base: Path) -> None:
        objects = Objects(self.place.region, self.place.role)
        for output in (self.job.processing_output_config or {}).get("Outputs", []):
            target = output["S3Output"]
            objects.upload_folder(inside(base, target["LocalPath"]), target["S3Uri"])
        self.machine.keep("s3")

    def _end(self, status: str, **values: object) -> None:
        values["processing_end_time"] = utcnow()
        change(self.job, "processing_job", status, self.machine.emit, **values)


def inside(base: Path, local_path: str) -> Path:
    """Return where a path below `/opt/ml` is.

    Raises:
        ValueError: it is not below `/opt/ml`.
    """
    path = (base / str(local_path).removeprefix("/opt/ml").lstrip("/")).resolve()
    if not str(local_path).startswith("/opt/ml/") or not path.is_relative_to(base.resolve()):
        raise ValueError(f"LocalPath {local_path!r} is not below /opt/ml")
    return path
