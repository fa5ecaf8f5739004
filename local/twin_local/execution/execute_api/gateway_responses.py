"""What API Gateway answers by itself: the default and the configured gateway responses."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from moto.apigateway.models import RestAPI

from twin_local.execution.execute_api.request import HttpRequest


@dataclass(frozen=True)
class HttpAnswer:
    """An HTTP response."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass
class GatewayError(Exception):
    """API Gateway itself ends the request with a gateway response of a type."""

    response_type: str
    status: int
    error: str
    message: str | None = None
    key: str = "message"
    context: dict[str, str] = field(default_factory=dict)


def missing_route() -> GatewayError:
    """No resource or method: API Gateway calls this a missing authentication token."""
    return GatewayError(
        "MISSING_AUTHENTICATION_TOKEN",
        403,
        "MissingAuthenticationTokenException",
        "Missing Authentication Token",
    )


def unauthorized() -> GatewayError:
    """The caller did not identify itself, or the authorizer did not accept it."""
    return GatewayError("UNAUTHORIZED", 401, "UnauthorizedException", "Unauthorized")


def access_denied(*, explicit: bool) -> GatewayError:
    """The authorizer's policy does not allow the call."""
    message = "User is not authorized to access this resource"
    if explicit:
        message += " with an explicit deny"
    return GatewayError("ACCESS_DENIED", 403, "AccessDeniedException", message, key="Message")


def not_authorized(message: str) -> GatewayError:
    """The signer of a request may not invoke the method, or the signature is wrong."""
    return GatewayError("ACCESS_DENIED", 403, "AccessDeniedException", message, key="Message")


def throttled() -> GatewayError:
    """More requests came than a limit allows."""
    return GatewayError("THROTTLED", 429, "TooManyRequestsException", "Too Many Requests")


def quota_exceeded() -> GatewayError:
    """The quota of a usage plan is used up."""
    return GatewayError("QUOTA_EXCEEDED", 429, "LimitExceededException", "Limit Exceeded")


def forbidden() -> GatewayError:
    """The API key is missing or not one of the stage's usage plans."""
    return GatewayError("INVALID_API_KEY", 403, "ForbiddenException", "Forbidden")


def authorizer_failure() -> GatewayError:
    """The authorizer failed or answered what is no policy."""
    return GatewayError("AUTHORIZER_FAILURE", 500, "AuthorizerConfigurationException", None)


def bad_integration() -> GatewayError:
    """The integration failed or its answer is malformed."""
    message = "Internal server error"
    return GatewayError("DEFAULT_5XX", 502, "InternalServerErrorException", message)


def integration_timeout() -> GatewayError:
    """The integration took longer than its limit."""
    message = "Endpoint request timed out"
    return GatewayError("INTEGRATION_TIMEOUT", 504, "InternalServerErrorException", message)


def render(error: GatewayError, api: RestAPI | None, request: HttpRequest) -> HttpAnswer:
    """Return the configured gateway response of an error, or the default one."""
    request_id = request.request_id
    group = "DEFAULT_4XX" if error.status < 500 else "DEFAULT_5XX"
    configured = api.gateway_responses if api else {}
    response = configured.get(error.response_type) or configured.get(group)
    status = int(response.status_code) if response and response.status_code else error.status
    headers = [
        ("Content-Type", "application/json"),
        ("x-amzn-RequestId", request_id),
        ("x-amzn-ErrorType", error.error),
    ]
    body = json.dumps({error.key: error.message})
    if response:
        for name, value in (response.response_parameters or {}).items():
            if text := _value(value, request):
                header = name.removeprefix("gatewayresponse.header.")
                headers = [one for one in headers if one[0].lower() != header.lower()]
                headers.append((header, text))
        template = (response.response_templates or {}).get("application/json")
        body = _fill(template, error, request_id) if template else body
    return HttpAnswer(status, body.encode(), tuple(headers))


def _value(expression: str, request: HttpRequest) -> str:
    """Return a literal in quotes, or what of the request an expression names."""
    if expression.startswith("'"):
        return expression.strip("'")
    place, _, name = expression.removeprefix("method.request.").partition(".")
    if place == "header":
        return request.header(name)
    return request.parameter(name) if place == "querystring" else ""


def _fill(template: str, error: GatewayError, request_id: str) -> str:
    values = {
        "$context.error.messageString": json.dumps(error.message),
        "$context.error.message": error.message or "",
        "$context.error.responseType": error.response_type,
        "$context.requestId": request_id,
        **{f"$context.{key}": value for key, value in error.context.items()},
    }
    for name, value in values.items():
        template = template.replace(name, value)
    return template
