"""Transform jobs: every object of an input goes through a model server, for the time of the job.

https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform.html
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError
from moto.core.utils import utcnow
from moto.sagemaker.exceptions import ValidationError
from moto.sagemaker.models import SageMakerModelBackend

from twin_local.execution.batch.errors import ContainerUnavailable
from twin_local.execution.processes.client import KeeperGone
from twin_local.execution.sagemaker.machine import Machine
from twin_local.execution.sagemaker.objects import Objects, split
from twin_local.execution.sagemaker.serving import ModelServer, NotHealthy
from twin_local.execution.sagemaker.status import change

REQUEST_S = 600.0
SUCCESSFUL = range(200, 300)


class TransformFailed(RuntimeError):
    """A model refused an input."""


@dataclass(frozen=True)
class TransformRunner:
    """Runs one transform job; `job` is moto's object of it."""

    machine: Machine
    backend: SageMakerModelBackend
    job: Any

    def run(self) -> None:
        """Run the job to its end."""
        job, started = self.job, utcnow()
        change(job, "transform_job", "InProgress", self.machine.emit, transform_start_time=started)
        try:
            model = self.backend.describe_model(job.model_name)
            container = dict(model.primary_container or (model.containers or [{}])[0])
            container["Environment"] = {
                **(container.get("Environment") or {}),
                **(job.environment or {}),
            }
            stream = f"{job.transform_job_name}/{int(time.time())}"
            group = "/aws/sagemaker/TransformJobs"
            account, region = self.backend.account_id, self.backend.region_name
            write = self.machine.log(account, region, group, stream)
            server = ModelServer(self.machine, role=model.execution_role_arn, write=write)
            server.start(container)
            try:
                self._transform(server)
            finally:
                server.stop()
        except ValidationError as error:
            self._end("Failed", failure_reason=str(error.message))
        except (
            *(ContainerUnavailable, NotHealthy, ClientError, KeeperGone),
            *(TransformFailed, ValueError, OSError),
        ) as error:
            self._end("Failed", failure_reason=f"ClientError: {error}")
        else:
            self._end("Stopped" if job.stopping else "Completed")

    def _transform(self, server: ModelServer) -> None:
        source = self.job.transform_input["DataSource"]["S3DataSource"]["S3Uri"]
        target = self.job.transform_output["S3OutputPath"].rstrip("/")
        objects = Objects(self.backend.region_name, server.role)
        bucket, prefix = split(source)
        folder = prefix.rpartition("/")[0]
        keys = list(objects.keys(source))
        if not keys:
            raise ValueError(f"no object was found below {source}")
        for key in keys:
            if self.job.stopping:
                return
            body = self._one(server, objects.read(f"s3://{bucket}/{key}"), key)
            objects.write(f"{target}/{key.removeprefix(folder).lstrip('/')}.out", body)
        self.machine.keep("s3")

    def _one(self, server: ModelServer, body: bytes, key: str) -> bytes:
        """Return the output of one object, of which each line may be a request of its own."""
        splits = self.job.transform_input.get("SplitType") == "Line"
        single = self.job.batch_strategy == "SingleRecord"
        parts = body.splitlines(keepends=True) if splits and single else [body]
        joint = b"\n" if self.job.transform_output.get("AssembleWith") == "Line" else b""
        return b"".join(self._ask(server, part, key) + joint for part in parts)

    def _ask(self, server: ModelServer, body: bytes, key: str) -> bytes:
        kinds = {
            "Content-Type": self.job.transform_input.get("ContentType"),
            "Accept": self.job.transform_output.get("Accept"),
        }
        headers = {name: str(value) for name, value in kinds.items() if value}
        reply = server.invoke(body, headers, seconds=REQUEST_S)
        if reply.status not in SUCCESSFUL:
            text = reply.body.decode(errors="replace")
            raise TransformFailed(f"the model answered {reply.status} to {key}: {text}")
        return reply.body

    def _end(self, status: str, **values: object) -> None:
        values["transform_end_time"] = utcnow()
        change(self.job, "transform_job", status, self.machine.emit, **values)
