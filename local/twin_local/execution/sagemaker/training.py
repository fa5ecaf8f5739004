"""Training jobs: channels in, a process, a model out.

https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo-running-container.html
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
    write_json,
)
from twin_local.execution.sagemaker.machine import Machine
from twin_local.execution.sagemaker.objects import Objects
from twin_local.execution.sagemaker.status import change


@dataclass(frozen=True)
class TrainingRunner:
    """Runs one training job; `job` is moto's object of it."""

    machine: Machine
    job: Any
    place: Place

    def run(self) -> None:
        """Run the job to its end."""
        job = self.job
        with tempfile.TemporaryDirectory(prefix="train-", dir=self.machine.folder()) as name:
            base = Path(name) / "ml"
            try:
                self._secondary("Downloading")
                self._prepare(base)
                self._secondary("Training", training_start_time=utcnow())
                ending = self._execute(base)
                self._secondary("Uploading")
                self._upload(base)
            except (ContainerUnavailable, ClientError, KeeperGone, ValueError, OSError) as error:
                self._end("Failed", failure_reason=f"ClientError: {error}")
                return
            if job.stopping:
                self._end("Stopped")
            elif ending.status_reason == TIMED_OUT:
                self._end("Stopped", secondary="MaxRuntimeExceeded")
            elif ending.succeeded:
                self._end("Completed")
            else:
                self._end("Failed", failure_reason=failure_reason(base, ending))

    def _prepare(self, base: Path) -> None:
        job, objects = self.job, Objects(self.place.region, self.place.role)
        for part in ("input/config", "input/data", "model", "output/data", "code"):
            (base / part).mkdir(parents=True)
        channels = job.input_data_config or []
        config = base / "input" / "config"
        write_json(config / "hyperparameters.json", job.hyper_parameters or {})
        write_json(config / "resourceconfig.json", resource_config(job.resource_config))
        write_json(
            config / "inputdataconfig.json", {one["ChannelName"]: _channel(one) for one in channels}
        )
        for channel in channels:
            folder = base / "input" / "data" / channel["ChannelName"]
            folder.mkdir(parents=True)
            source = channel["DataSource"]["S3DataSource"]
            if not objects.download_prefix(source["S3Uri"], folder):
                raise ValueError(f"no object was found below {source['S3Uri']}")

    def _execute(self, base: Path) -> Ending:
        job, specification = self.job, self.job.algorithm_specification
        entry_point = tuple(specification.get("ContainerEntrypoint") or ())
        default = () if entry_point else ("train",)
        arguments = tuple(specification.get("ContainerArguments") or default)
        process = self.machine.process(
            str(specification.get("TrainingImage")),
            arguments=arguments,
            entry_point=entry_point,
            environment={
                **(getattr(job, "environment", None) or {}),
                "TRAINING_JOB_NAME": job.training_job_name,
                "TRAINING_JOB_ARN": job.arn,
            },
            role=self.place.role,
            folder=base,
        )
        seconds = float((job.stopping_condition or {}).get("MaxRuntimeInSeconds", DAY_S))
        stream = f"{job.training_job_name}/algo-1-{int(time.time())}"
        return self.machine.run(
            process,
            folder=base,
            seconds=seconds,
            write=self.machine.log(
                self.place.account, self.place.region, "/aws/sagemaker/TrainingJobs", stream
            ),
            stopping=lambda: STOPPED if job.stopping else None,
        )

    def _upload(self, base: Path) -> None:
        objects = Objects(self.place.region, self.place.role)
        output = self.job.output_data_config["S3OutputPath"].rstrip("/")
        target = f"{output}/{self.job.training_job_name}/output"
        if any((base / "model").iterdir()):
            objects.upload_archive(base / "model", f"{target}/model.tar.gz")
        if any((base / "output" / "data").iterdir()):
            objects.upload_archive(base / "output" / "data", f"{target}/output.tar.gz")
        self.machine.keep("s3")

    def _secondary(self, status: str, **values: object) -> None:
        """Note which step the job is in."""
        now, transitions = utcnow(), self.job.secondary_status_transitions
        if transitions and transitions[-1].get("EndTime") is None:
            transitions[-1]["EndTime"] = now
        transitions.append({"Status": status, "StartTime": now, "EndTime": None})
        values["secondary_status"] = status
        change(self.job, "training_job", "InProgress", self.machine.emit, **values)

    def _end(self, status: str, *, secondary: str | None = None, **values: object) -> None:
        now = utcnow()
        self.job.secondary_status_transitions[-1]["EndTime"] = now
        self.job.secondary_status_transitions.append(
            {"Status": secondary or status, "StartTime": now, "EndTime": now}
        )
        values |= {"secondary_status": secondary or status, "training_end_time": now}
        change(self.job, "training_job", status, self.machine.emit, **values)


def _channel(given: dict[str, Any]) -> dict[str, Any]:
    return {
        "TrainingInputMode": given.get("InputMode", "File"),
        "S3DistributionType": "FullyReplicated",
        "RecordWrapperType": given.get("RecordWrapperType", "None"),
        **({"ContentType": given["ContentType"]} if given.get("ContentType") else {}),
    }
