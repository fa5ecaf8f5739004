"""How long integrations may take and results of authorizers may be kept.

https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
"""

from __future__ import annotations

from typing import Any

from moto.apigateway.exceptions import BadRequestException
from moto.apigateway.models import APIGatewayBackend
from moto.apigatewayv2.exceptions import BadRequestException as HttpBadRequestException
from moto.apigatewayv2.models import ApiGatewayV2Backend

from twin_local.execution.patching import before

REST_TIMEOUT_MS = (50, 29_000)
HTTP_TIMEOUT_MS = (50, 30_000)
RESULT_TTL_S = (0, 3_600)


def install() -> None:
    """Check settings before moto takes them."""
    before(APIGatewayBackend, "put_integration", _check_rest_integration)
    before(APIGatewayBackend, "create_authorizer", _check_rest_authorizer)
    for name in ("create_integration", "update_integration"):
        before(ApiGatewayV2Backend, name, _check_http_integration)
    for name in ("create_authorizer", "update_authorizer"):
        before(ApiGatewayV2Backend, name, _check_http_authorizer)


def _check_rest_integration(backend: object, *_: object, **settings: Any) -> None:
    if not _within(settings.get("timeout_in_millis"), REST_TIMEOUT_MS):
        raise BadRequestException("Timeout should be between 50 ms and 29000 ms")


def _check_rest_authorizer(backend: object, *_: object, **settings: Any) -> None:
    if not _within(settings.get("authorizer_result_ttl"), RESULT_TTL_S):
        raise BadRequestException("Authorizer result TTL should be between 0 and 3600 seconds")


def _check_http_integration(backend: object, *_: object, **settings: Any) -> None:
    if not _within(settings.get("timeout_in_millis"), HTTP_TIMEOUT_MS):
        raise HttpBadRequestException("Timeout should be between 50 ms and 30000 ms")


def _check_http_authorizer(backend: object, *_: object, **settings: Any) -> None:
    if not _within(settings.get("auth_result_ttl"), RESULT_TTL_S):
        raise HttpBadRequestException("Authorizer result TTL should be between 0 and 3600 seconds")


def _within(value: Any, limits: tuple[int, int]) -> bool:
    return value is None or limits[0] <= int(value) <= limits[1]
