"""Make moto's SageMaker run jobs and serve models."""

from __future__ import annotations

from moto.sagemaker.models import sagemaker_backends
from moto.sagemakerruntime.responses import SageMakerRuntimeResponse

from twin_local.execution.patching import replace
from twin_local.execution.sagemaker import endpoint_operations, job_operations, tags
from twin_local.execution.sagemaker.endpoints import Endpoints
from twin_local.execution.sagemaker.invocations import Runtime
from twin_local.execution.sagemaker.job_operations import ACTIVE, KINDS
from twin_local.execution.sagemaker.machine import Machine
from twin_local.execution.sagemaker.status import RESTARTED, change


def install(machine: Machine, endpoints: Endpoints) -> None:
    """Replace what moto pretends."""
    runtime = Runtime(endpoints)
    job_operations.install(machine)
    endpoint_operations.install(endpoints)
    tags.install()
    replace(SageMakerRuntimeResponse, "invoke_endpoint", lambda given: runtime.invoke(given))
    replace(
        SageMakerRuntimeResponse,
        "invoke_endpoint_async",
        lambda given: runtime.invoke_asynchronously(given),
    )


def resume(machine: Machine, endpoints: Endpoints) -> None:
    """Fail the jobs that ran when the state was kept, and serve the endpoints again."""
    for regions in list(sagemaker_backends.values()):
        for backend in list(regions.values()):
            for kind in KINDS:
                for job in getattr(backend, f"{kind}s").values():
                    if getattr(job, f"{kind}_status") in ACTIVE:
                        change(job, kind, "Failed", machine.emit, failure_reason=RESTARTED)
            for endpoint in list(backend.endpoints.values()):
                if endpoint.endpoint_status in ("Creating", "InService", "Updating"):
                    endpoints.create(backend, endpoint)
