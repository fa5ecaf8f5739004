"""A job's container properties: the definition's, overridden by the submission's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from moto.batch.models import Job

DEFAULT_LOG_GROUP = "/aws/batch/job"
DEFAULT_MEMORY_MEBIBYTES = 2048
DEFAULT_VCPUS = 1.0


@dataclass(frozen=True)
class ContainerProperties:
    """What one job's container is started with."""

    image: str
    command: tuple[str, ...]
    environment: tuple[tuple[str, str], ...]
    resources: tuple[tuple[str, str], ...]
    job_role_arn: str | None
    execution_role_arn: str | None
    log_group: str
    stream_prefix: str
    secrets: tuple[tuple[str, str], ...] = ()

    @property
    def memory_mebibytes(self) -> int:
        """The memory limit."""
        return int(dict(self.resources).get("MEMORY", DEFAULT_MEMORY_MEBIBYTES))

    @property
    def gpus(self) -> int:
        """The GPUs that are reserved."""
        return int(dict(self.resources).get("GPU", 0))

    @property
    def vcpus(self) -> float:
        """The vCPUs that are reserved."""
        return float(dict(self.resources).get("VCPU", DEFAULT_VCPUS))


def properties_of(job: Job) -> ContainerProperties:
    """Return the merged properties; those of the submission win, name by name."""
    defined: dict[str, Any] = job.job_definition.container_properties or {}
    overrides = job.container_overrides
    options = defined.get("logConfiguration", {}).get("options", {})
    return ContainerProperties(
        image=str(defined.get("image", "")),
        command=tuple(overrides.get("command") or defined.get("command") or ()),
        environment=_merged(defined, overrides, "environment", "name"),
        resources=_resources(defined, overrides),
        job_role_arn=defined.get("jobRoleArn"),
        execution_role_arn=defined.get("executionRoleArn"),
        log_group=options.get("awslogs-group", DEFAULT_LOG_GROUP),
        stream_prefix=options.get("awslogs-stream-prefix", job.job_definition.name),
        secrets=tuple(
            (str(one["name"]), str(one["valueFrom"])) for one in defined.get("secrets") or ()
        ),
    )


def details(job: Job) -> dict[str, Any]:
    """Return the `container` of DescribeJobs."""
    properties = properties_of(job)
    shown: dict[str, Any] = {
        "image": properties.image,
        "command": list(properties.command),
        "environment": [{"name": name, "value": value} for name, value in properties.environment],
        "resourceRequirements": [
            {"type": kind, "value": value} for kind, value in properties.resources
        ],
        "jobRoleArn": properties.job_role_arn,
        "executionRoleArn": properties.execution_role_arn,
        "logStreamName": job.log_stream_name,
        "exitCode": job.exit_code,
        "reason": getattr(job, "container_reason", None) or None,
        "secrets": [{"name": name, "valueFrom": value} for name, value in properties.secrets],
        "volumes": [],
        "mountPoints": [],
        "ulimits": [],
    }
    return {name: value for name, value in shown.items() if value is not None}


def _resources(defined: dict[str, Any], overrides: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return the resource requirements, also where they are given in the old members."""
    old = {"VCPU": defined.get("vcpus"), "MEMORY": defined.get("memory")}
    merged = {kind: str(value) for kind, value in old.items() if value}
    merged |= dict(_merged(defined, overrides, "resourceRequirements", "type"))
    return tuple(sorted(merged.items()))


def _merged(
    defined: dict[str, Any], overrides: dict[str, Any], name: str, key: str
) -> tuple[tuple[str, str], ...]:
    merged = {
        str(item[key]): str(item["value"])
        for source in (defined, overrides)
        for item in source.get(name) or ()
    }
    return tuple(sorted(merged.items()))
