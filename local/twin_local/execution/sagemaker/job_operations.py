"""Create and stop training, processing and transform jobs, with what moto leaves out of them."""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable
from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.sagemaker.exceptions import ResourceInUseException, ValidationError
from moto.sagemaker.models import SageMakerModelBackend
from moto.sagemaker.responses import SageMakerResponse

from twin_local.execution.patching import extend, original, replace
from twin_local.execution.sagemaker.layout import Place
from twin_local.execution.sagemaker.machine import Machine
from twin_local.execution.sagemaker.processing import ProcessingRunner
from twin_local.execution.sagemaker.status import change
from twin_local.execution.sagemaker.training import TrainingRunner
from twin_local.execution.sagemaker.transform import TransformRunner

Backend = SageMakerModelBackend
Run = Callable[[], None]
ACTIVE = ("InProgress", "Stopping")
KINDS = ("training_job", "processing_job", "transform_job")


def install(machine: Machine) -> None:
    """Run jobs that are created."""

    def training(backend: Backend, job: Any, given: dict[str, Any]) -> Run:
        job.secondary_status_transitions = []
        job.final_metric_data_list = None
        job.training_start_time = job.training_end_time = None
        job.algorithm_specification = given["AlgorithmSpecification"]
        return TrainingRunner(machine, job, _place(backend, job)).run

    def processing(backend: Backend, job: Any, given: dict[str, Any]) -> Run:
        job.processing_end_time = None
        return ProcessingRunner(machine, job, _place(backend, job)).run

    def transform(backend: Backend, job: Any, given: dict[str, Any]) -> Run:
        job.transform_end_time = None
        return TransformRunner(machine, backend, job).run

    for kind, runner in zip(KINDS, (training, processing, transform), strict=True):
        replace(SageMakerResponse, f"create_{kind}", _creates(kind, runner, machine))
    extend(SageMakerResponse, "stop_training_job", _stops("training_job", machine))
    extend(SageMakerResponse, "stop_transform_job", _stops("transform_job", machine))
    replace(SageMakerResponse, "stop_processing_job", _stops("processing_job", machine))


def _creates(
    kind: str, runner: Callable[[Backend, Any, dict[str, Any]], Run], machine: Machine
) -> Callable[[SageMakerResponse], ActionResult]:
    title = _title(kind)

    def create(response: SageMakerResponse) -> ActionResult:
        jobs = getattr(response.sagemaker_backend, f"{kind}s")
        name = response._get_param(f"{title}Name")
        if name in jobs:
            message = f"{title} names must be unique within an AWS account and region"
            raise ResourceInUseException(message=message)
        given = copy.deepcopy(response.params)  # moto changes what it is given
        answer: ActionResult = original(SageMakerResponse, f"create_{kind}")(response)
        job = jobs[name]
        job.environment = given.get("Environment")
        job.stopping, job.failure_reason = False, None
        run = runner(response.sagemaker_backend, job, given)
        change(job, kind, "InProgress", machine.emit)
        threading.Thread(target=run, name=job.arn, daemon=True).start()
        return answer

    return create


def _stops(kind: str, machine: Machine) -> Callable[[SageMakerResponse], EmptyResult]:
    def stop(response: SageMakerResponse) -> EmptyResult:
        jobs = getattr(response.sagemaker_backend, f"{kind}s")
        name = response._get_param(f"{_title(kind)}Name")
        job = jobs.get(name)
        if job is None:
            raise ValidationError(message=f"Requested resource not found: {name}")
        if getattr(job, f"{kind}_status") in ACTIVE:
            job.stopping = True
            change(job, kind, "Stopping", machine.emit)
        return EmptyResult()

    return stop


def _title(kind: str) -> str:
    return "".join(part.title() for part in kind.split("_"))


def _place(backend: Backend, job: Any) -> Place:
    return Place(backend.account_id, backend.region_name, job.role_arn)
