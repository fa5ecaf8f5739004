"""Answer moto's CloudFormation requests with ours."""

from __future__ import annotations

from typing import Any

from moto.cloudformation.responses import CloudFormationResponse
from moto.core import errors
from moto.core.common_types import TYPE_RESPONSE
from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult
from moto.core.utils import get_service_model

from twin_local.execution.patching import original, replace
from twin_local.services.cloudformation.exceptions import NotImplementedLocally, ValidationError
from twin_local.services.cloudformation.model import Json
from twin_local.services.cloudformation.service import CloudFormation


def install(service: CloudFormation) -> None:
    """Have the service answer every operation."""

    def call_action(response: CloudFormationResponse) -> TYPE_RESPONSE:
        try:
            result = ActionResult(_answer(service, response._get_action(), response.params))
        except ServiceException as error:
            result = ActionResult(error)
        return response.serialized(result)

    codes = {*original(errors, "COMMON_ERROR_CODES"), NotImplementedLocally.code}
    replace(errors, "COMMON_ERROR_CODES", codes)  # it stands in no service's model
    replace(CloudFormationResponse, "call_action", call_action)
    replace(CloudFormationResponse, "RESPONSE_KEY_PATH_TO_TRANSFORMER", {})


def _answer(service: CloudFormation, operation: str, parameters: dict[str, Any]) -> Json:
    request = {name: value for name, value in parameters.items() if value is not None}
    _require_members(operation, request)
    answer = service.call(operation, request)
    if answer is None:
        message = f"cloudformation:{operation} is not implemented by the embedded AWS"
        raise NotImplementedLocally(message)
    return answer


def _require_members(operation: str, request: Json) -> None:
    """Require the members that the operation's model says a request must have."""
    model = get_service_model("cloudformation")
    if operation not in model.operation_names:
        return
    shape = model.operation_model(operation).input_shape
    for name in shape.required_members if shape else ():
        if name not in request:
            member = name[0].lower() + name[1:]
            raise ValidationError(
                f"1 validation error detected: Value null at '{member}' failed to satisfy "
                "constraint: Member must not be null"
            )
