"""Check requests before moto answers them."""

from __future__ import annotations

from typing import Any

from moto.core.common_types import TYPE_RESPONSE
from moto.core.exceptions import ServiceException
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import determine_request_protocol
from moto.core.responses import ActionResult, BaseResponse
from moto.core.utils import get_service_model

from twin_local.execution.constraints.checked import SERVICES
from twin_local.execution.constraints.model import summary, violations
from twin_local.execution.patching import original, replace


class ConstraintBroken(ServiceException):
    """A request breaks the model of its service; the code is the service's."""


def install() -> None:
    """Refuse what breaks the model of a service in `SERVICES`."""
    act = original(BaseResponse, "call_action")

    def call_action(response: BaseResponse) -> TYPE_RESPONSE:
        if (refused := _refusal(response)) is not None:
            status, headers, body = response.serialized(ActionResult(refused))
            return status, {**headers, "status": status}, body
        answer: TYPE_RESPONSE = act(response)
        return answer

    replace(BaseResponse, "call_action", call_action)


def _refusal(response: BaseResponse) -> ServiceException | None:
    checked = SERVICES.get(response.boto3_service_name)
    if checked is None:
        return None
    name = response._get_action()
    if name not in checked.operations:
        return None
    shape = get_service_model(response.boto3_service_name).operation_model(name).input_shape
    found = list(violations(shape, _parameters(response, name)))
    return ConstraintBroken(checked.code, summary(found)) if found else None


def _parameters(response: BaseResponse, name: str) -> dict[str, Any]:
    """Return the members of a request, as the model names them."""
    service = get_service_model(response.boto3_service_name)
    request = response.normalized_request
    protocol = determine_request_protocol(service, request.content_type)
    parser = PROTOCOL_PARSERS[protocol](
        service.operation_model(name), map_type=response.PROTOCOL_PARSER_MAP_TYPE
    )
    parsed: dict[str, Any] = parser.parse(
        {
            "method": request.method,
            "values": request.values,
            "headers": request.headers,
            "body": request.data,
            "url_path": request.path,
            "url_params": getattr(response, "uri_match", {}),
        }
    )
    return parsed
