"""The OpenAPI document is valid and says what the route table says."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from openapi_spec_validator import validate

from twin.access.errors import AccessError, TokenInvalid
from twin.api.bodies import BODIES
from twin.api.gateway_answers import GATEWAY_ANSWERS
from twin.api.openapi import openapi
from twin.api.routes import ROUTES
from twin_runtime.errors import RequestError, RouteUnknown


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return openapi(title="Digital twin", version="1")


def test_it_is_valid_openapi(document: dict[str, Any]) -> None:
    validate(json.loads(json.dumps(document)))


def test_every_route_is_described_with_its_role(document: dict[str, Any]) -> None:
    described = {
        (method.upper(), path): operation
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    }
    assert set(described) == {(route.method, route.path) for route in ROUTES}
    for route in ROUTES:
        operation = described[route.method, route.path]
        assert operation["operationId"] == route.operation_id
        assert operation.get("x-role") == route.role
        assert ("security" in operation) == (route.role is not None)


def test_every_operation_has_bodies_and_no_body_is_left_over() -> None:
    assert set(BODIES) == {route.operation_id for route in ROUTES}


def test_operations_are_told_apart_by_id_and_by_method_and_path() -> None:
    assert len({route.operation_id for route in ROUTES}) == len(ROUTES)
    assert len({(route.method, route.path) for route in ROUTES}) == len(ROUTES)


def test_every_path_parameter_is_required(document: dict[str, Any]) -> None:
    for path, operations in document["paths"].items():
        for operation in operations.values():
            found = {one["name"] for one in operation["parameters"] if one["in"] == "path"}
            assert found == set(re.findall(r"\{([^}]+)\}", path))


def test_answers_of_the_gateway_are_errors_of_the_api() -> None:
    codes = {answer.response_type: answer.code for answer in GATEWAY_ANSWERS}
    assert codes["UNAUTHORIZED"] == TokenInvalid.code
    assert codes["ACCESS_DENIED"] == AccessError.code
    assert codes["MISSING_AUTHENTICATION_TOKEN"] == RouteUnknown.code
    assert codes["DEFAULT_4XX"] == RequestError.code
    for answer in GATEWAY_ANSWERS:
        filled = answer.template.replace("$context.error.messageString", '"Bad \\"body\\""')
        error = json.loads(filled)["error"]
        assert error["code"] == answer.code
        assert error["message"]
