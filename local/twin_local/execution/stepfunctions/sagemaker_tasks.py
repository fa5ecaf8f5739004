"""SageMaker jobs as tasks: `createTrainingJob.sync` and its like wait for the end of the job.

https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NoReturn, cast

from botocore.exceptions import ClientError
from moto.stepfunctions.parser.api import HistoryEventType, TaskFailedEventDetails
from moto.stepfunctions.parser.asl.component.common.error_name.custom_error_name import (
    CustomErrorName,
)
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEvent
from moto.stepfunctions.parser.asl.component.state.exec.state_task import state_task_factory
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
    state_task_service_factory,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.resource import (
    ResourceCondition,
    ResourceRuntimePart,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service import (  # noqa: E501
    StateTaskService,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_callback import (  # noqa: E501
    StateTaskServiceCallback,
)
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.utils.encoding import to_json_str

from twin_local.execution import in_process
from twin_local.execution.patching import original, replace
from twin_local.execution.shapes import upper_camel
from twin_local.execution.stepfunctions.failures import event_details, task_failure
from twin_local.execution.stepfunctions.stopping import Nested


@dataclass(frozen=True)
class JobKind:
    """How the end of one kind of job is asked for."""

    name: str
    status: str
    describe: str
    stop: str


KINDS = {
    "createtrainingjob": JobKind(
        "TrainingJobName", "TrainingJobStatus", "describe_training_job", "stop_training_job"
    ),
    "createtransformjob": JobKind(
        "TransformJobName", "TransformJobStatus", "describe_transform_job", "stop_transform_job"
    ),
    "createprocessingjob": JobKind(
        "ProcessingJobName",
        "ProcessingJobStatus",
        "describe_processing_job",
        "stop_processing_job",
    ),
}
ENDED = ("Completed", "Failed", "Stopped")
PATTERNS = cast(
    set[ResourceCondition], {ResourceCondition.Sync, ResourceCondition.WaitForTaskToken}
)
"""moto sets up the means to be interrupted only where a token could be waited for."""


class SageMakerTask(StateTaskServiceCallback):
    """A task of SageMaker."""

    def __init__(self) -> None:
        super().__init__(supported_integration_patterns=PATTERNS)

    def _get_supported_parameters(self) -> set[str] | None:
        return set()

    def _eval_service_task(
        self,
        env: Environment,
        resource_runtime_part: ResourceRuntimePart,
        normalised_parameters: dict[str, Any],
        state_credentials: Any,
    ) -> None:
        client = _client(resource_runtime_part.region, state_credentials.role_arn)
        response = getattr(client, self._get_boto_service_action())(**normalised_parameters)
        response.pop("ResponseMetadata", None)
        env.stack.append(response)

    def _build_sync_resolver(
        self,
        env: Environment,
        resource_runtime_part: ResourceRuntimePart,
        normalised_parameters: dict[str, Any],
        state_credentials: Any,
    ) -> Nested:
        env.stack.pop()
        kind = KINDS.get(self.resource.api_action.lower())
        if kind is None:
            raise RuntimeError(f"{self.resource.resource_arn} cannot be waited for")
        client = _client(resource_runtime_part.region, state_credentials.role_arn)
        named = {kind.name: normalised_parameters[kind.name]}

        def resolve() -> dict[str, Any] | None:
            answer = getattr(client, kind.describe)(**named)
            answer.pop("ResponseMetadata", None)
            if answer[kind.status] not in ENDED:
                return None
            operation = client.meta.method_to_api_mapping[kind.describe]
            shape = client.meta.service_model.operation_model(operation).output_shape
            job: dict[str, Any] = upper_camel(shape, answer)
            if job[kind.status] != "Completed":
                self._fail(env, job)
            return job

        return Nested(resolve, lambda: getattr(client, kind.stop)(**named))

    def _fail(self, env: Environment, job: dict[str, Any]) -> NoReturn:
        raise task_failure(
            env,
            "States.TaskFailed",
            to_json_str(job),
            service="sagemaker",
            resource=self._get_sfn_resource(),
        )

    def _from_error(self, env: Environment, ex: Exception) -> FailureEvent:
        if not isinstance(ex, ClientError):
            return super()._from_error(env=env, ex=ex)
        error = "SageMaker.AmazonSageMakerException"
        said, meta = ex.response["Error"], ex.response["ResponseMetadata"]
        cause = (
            f"{said['Message']} (Service: AmazonSageMaker; Status Code: {meta['HTTPStatusCode']};"
            f" Error Code: {said['Code']}; Request ID: {meta.get('RequestId', '')}; Proxy: null)"
        )
        details = event_details(
            taskFailedEventDetails=TaskFailedEventDetails(
                error=error,
                cause=cause,
                resource=self._get_sfn_resource(),
                resourceType="sagemaker",
            )
        )
        return FailureEvent(env, CustomErrorName(error), HistoryEventType.TaskFailed, details)


def install() -> None:
    """Serve the integration with SageMaker."""
    for module in (state_task_factory, state_task_service_factory):
        replace(module, "state_task_service_for", _task_for)


def _task_for(service_name: str) -> StateTaskService:
    if service_name == "sagemaker":
        return SageMakerTask()
    task: StateTaskService = original(state_task_service_factory, "state_task_service_for")(
        service_name
    )
    return task


def _client(region: str, role: str) -> Any:
    return in_process.unchecked_client("sagemaker", region, role)
