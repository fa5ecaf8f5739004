"""Service integrations: spell parameters and responses as botocore's models say.

A state machine writes `JobName`, the Batch API wants `jobName`, and the state's output is written
`JobName` again. moto leaves that undone.
"""

from __future__ import annotations

import sys
from collections.abc import MutableMapping
from typing import Any

from botocore.exceptions import ClientError
from botocore.model import OperationModel
from moto.stepfunctions.parser.api import (
    HistoryEventType,
    LambdaFunctionFailedEventDetails,
)
from moto.stepfunctions.parser.asl.component.common.error_name.custom_error_name import (
    CustomErrorName,
)
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEvent
from moto.stepfunctions.parser.asl.component.state.exec.state_task.credentials import (
    StateCredentials,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service import (  # noqa: E501
    StateTaskService,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.state_task_lambda import (
    StateTaskLambda,
)
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.utils import boto_client

from twin_local.execution import in_process
from twin_local.execution.patching import original, replace
from twin_local.execution.shapes import coerce, upper_camel
from twin_local.execution.stepfunctions.failures import event_details

PARSER = "moto.stepfunctions.parser"
REGION = "us-east-1"
"""Any region: only the service's model is asked for."""


def install() -> None:
    """Let states call the services of this process, spelled right in both directions."""
    replace(StateTaskService, "_normalise_parameters", _normalise_parameters)
    replace(StateTaskService, "_normalise_response", _normalise_response)
    replace(StateTaskLambda, "_from_error", _from_lambda_error)
    for name, module in tuple(sys.modules.items()):
        if name.startswith(PARSER) and hasattr(module, "boto_client_for"):
            replace(module, "boto_client_for", _client)
    replace(boto_client, "boto_client_for", _client)


def _client(region: str, service: str, state_credentials: StateCredentials | None = None) -> Any:
    """Return a client that acts as the state machine's role, or as the one that a state names."""
    role = state_credentials.role_arn if state_credentials else None
    return in_process.unchecked_client(service, region, role)


def _operation(task: StateTaskService, service: str | None, action: str | None) -> OperationModel:
    client = in_process.unchecked_client(task._get_boto_service_name(service), REGION)
    method = task._get_boto_service_action(action)
    model: OperationModel = client.meta.service_model.operation_model(
        client.meta.method_to_api_mapping[method]
    )
    return model


def _normalise_parameters(
    task: StateTaskService,
    parameters: dict[str, Any],
    boto_service_name: str | None = None,
    service_action_name: str | None = None,
) -> None:
    operation = _operation(task, boto_service_name, service_action_name)
    renamed = coerce(operation.input_shape, parameters)
    parameters.clear()
    parameters.update(renamed)


def _normalise_response(
    task: StateTaskService,
    response: Any,
    boto_service_name: str | None = None,
    service_action_name: str | None = None,
) -> None:
    """Rename in place, for callers hold on to inner parts of the response."""
    operation = _operation(task, boto_service_name, service_action_name)
    _write_into(response, upper_camel(operation.output_shape, response))


def _write_into(target: Any, renamed: Any) -> None:
    """Make `target` equal to `renamed`, keeping every dictionary the object that it is."""
    if isinstance(target, MutableMapping):
        inner = list(target.values())
        target.clear()
        for (name, value), old in zip(renamed.items(), inner, strict=True):
            target[name] = _kept(old, value)
    elif isinstance(target, list):
        target[:] = [_kept(old, value) for old, value in zip(target, renamed, strict=True)]


def _kept(old: Any, renamed: Any) -> Any:
    if isinstance(old, dict | list) and isinstance(renamed, type(old)):
        _write_into(old, renamed)
        return old
    return renamed


def _from_lambda_error(task: StateTaskLambda, env: Environment, ex: Exception) -> FailureEvent:
    """Name what the Lambda service itself refused, such as `Lambda.TooManyRequestsException`."""
    if not isinstance(ex, ClientError):
        event: FailureEvent = original(StateTaskLambda, "_from_error")(task, env, ex)
        return event
    name = f"Lambda.{ex.response['Error']['Code']}"
    details = LambdaFunctionFailedEventDetails(error=name, cause=ex.response["Error"]["Message"])
    return FailureEvent(
        env=env,
        error_name=CustomErrorName(name),
        event_type=HistoryEventType.LambdaFunctionFailed,
        event_details=event_details(lambdaFunctionFailedEventDetails=details),
    )
