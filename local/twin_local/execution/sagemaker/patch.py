"""Make moto's SageMaker run jobs and serve models."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from moto.core.responses import EmptyResult
from moto.sagemaker.exceptions import ValidationError
from moto.sagemaker.models import FakeEndpoint, SageMakerModelBackend, sagemaker_backends
from moto.sagemaker.responses import SageMakerResponse
from moto.sagemakerruntime.responses import SageMakerRuntimeResponse

from twin_local.execution.patching import extend, original, replace
from twin_local.execution.sagemaker.endpoints import Endpoints
from twin_local.execution.sagemaker.invocations import Runtime
from twin_local.execution.sagemaker.layout import Place
from twin_local.execution.sagemaker.machine import Machine
from twin_local.execution.sagemaker.processing import ProcessingRunner
from twin_local.execution.sagemaker.status import RESTARTED, change
from twin_local.execution.sagemaker.training import TrainingRunner
from twin_local.execution.sagemaker.transform import TransformRunner

Backend = SageMakerModelBackend
ACTIVE = ("InProgress", "Stopping")
KINDS = ("training_job", "processing_job", "transform_job")


def install(machine: Machine, endpoints: Endpoints) -> None:
    """Replace what moto pretends."""
    runtime = Runtime(endpoints)

    def training(backend: Backend, job: Any) -> Callable[[], None]:
        job.secondary_status_transitions = []
        job.final_metric_data_list = None
        job.training_start_time = job.training_end_time = None
        job.algorithm_specification.pop("MetricDefinitions", None)
        return TrainingRunner(machine, job, _place(backend, job)).run

    def processing(backend: Backend, job: Any) -> Callable[[], None]:
        job.processing_end_time = None
        return ProcessingRunner(machine, job, _place(backend, job)).run

    def transform(backend: Backend, job: Any) -> Callable[[], None]:
        job.transform_end_time = None
        return TransformRunner(machine, backend, job).run

    for kind, runner in zip(KINDS, (training, processing, transform), strict=True):
        replace(Backend, f"create_{kind}", _creates(kind, runner, machine))
    extend(SageMakerResponse, "stop_training_job", _stops("training_job", machine))
    extend(SageMakerResponse, "stop_transform_job", _stops("transform_job", machine))
    replace(SageMakerResponse, "stop_processing_job", _stops("processing_job", machine))
    _install_endpoints(endpoints)
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
                if endpoint.endpoint_status in ("Creating", "InService"):
                    endpoints.create(backend, endpoint)


def _creates(
    kind: str, runner: Callable[[Backend, Any], Callable[[], None]], machine: Machine
) -> Callable[..., Any]:
    name = "".join(part.title() for part in kind.split("_"))

    def create(backend: Backend, *args: object, **settings: Any) -> Any:
        known = getattr(backend, f"{kind}s")
        if settings.get(f"{kind}_name") in known:
            raise ValidationError(message=f"{name} names must be unique within an AWS account")
        job = original(Backend, f"create_{kind}")(backend, *args, **settings)
        job.stopping, job.failure_reason = False, None
        run = runner(backend, job)
        change(job, kind, "InProgress", machine.emit)
        threading.Thread(target=run, name=job.arn, daemon=True).start()
        return job

    return create


def _stops(kind: str, machine: Machine) -> Callable[[SageMakerResponse], EmptyResult]:
    title = "".join(part.title() for part in kind.split("_"))

    def stop(response: SageMakerResponse) -> EmptyResult:
        jobs = getattr(response.sagemaker_backend, f"{kind}s")
        name = response._get_param(f"{title}Name")
        job = jobs.get(name)
        if job is None:
            raise ValidationError(message=f"Requested resource not found: {name}")
        if getattr(job, f"{kind}_status") in ACTIVE:
            job.stopping = True
            change(job, kind, "Stopping", machine.emit)
        return EmptyResult()

    return stop


def _install_endpoints(endpoints: Endpoints) -> None:
    def create(backend: Backend, *args: object, **settings: Any) -> FakeEndpoint:
        name = str(settings.get("endpoint_name"))
        if name in backend.endpoints:
            raise ValidationError(message=f"Cannot create already existing endpoint {name!r}.")
        made: FakeEndpoint = original(Backend, "create_endpoint")(backend, *args, **settings)
        endpoints.create(backend, made)
        return made

    def delete(backend: Backend, endpoint_name: str) -> None:
        known = backend.endpoints.get(endpoint_name)
        original(Backend, "delete_endpoint")(backend, endpoint_name)
        if known is not None:
            endpoints.delete(known.arn)

    replace(Backend, "create_endpoint", create)
    replace(Backend, "delete_endpoint", delete)


def _place(backend: Backend, job: Any) -> Place:
    return Place(backend.account_id, backend.region_name, job.role_arn)
