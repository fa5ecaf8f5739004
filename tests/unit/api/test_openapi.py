"""The OpenAPI document is valid and says what the route table says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate

from api_describe.problems import problem_types
from twin.access.errors import AccessError, TokenInvalid
from twin.api.bodies import BODIES
from twin.api.gateway_answers import GATEWAY_ANSWERS
from twin.api.openapi import openapi
from twin.api.refusals import refusals_of
from twin.api.routes import ROUTES
from twin.api.typescript import typescript
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
        schemes: list[dict[str, list[str]]] = (
            [] if route.role is None else [{"accessToken": []}, {"apiKey": []}]
        )
        assert operation["security"] == schemes


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


def test_requests_have_no_fields_but_their_own(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    for operations in document["paths"].values():
        for operation in operations.values():
            if body := operation.get("requestBody"):
                name = body["content"]["application/json"]["schema"]["$ref"].split("/")[-1]
                assert schemas[name]["additionalProperties"] is False


def test_every_body_is_described(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert [name for name, schema in schemas.items() if not schema["description"]] == []


def test_every_refusal_is_a_problem_with_its_codes(document: dict[str, Any]) -> None:
    for operations in document["paths"].values():
        for operation in operations.values():
            statuses = {status for status in operation["responses"] if status[0] in "45"}
            assert {"400", "429", "5XX"} <= statuses
            for status in statuses:
                response = operation["responses"][status]
                assert list(response["content"]) == ["application/problem+json"]
                assert status == "5XX" or response["x-codes"]


def test_every_tag_is_described(document: dict[str, Any]) -> None:
    described = {tag["name"] for tag in document["tags"]}
    used = {
        tag
        for operations in document["paths"].values()
        for operation in operations.values()
        for tag in operation["tags"]
    }
    assert used == described


def test_every_code_is_explained() -> None:
    explained = {(row["status"], row["code"]) for row in problem_types()}
    for route in ROUTES:
        for status, codes in refusals_of(route, BODIES[route.operation_id]).items():
            assert {(status, code) for code in codes} <= explained


def test_the_consoles_types_are_current(repository_root: Path) -> None:
    document = openapi(title="Digital twin", version="1")
    written = (repository_root / "web/src/api/schema.ts").read_text()
    assert written == typescript(document), "run `make api`"


def test_answers_of_the_gateway_are_errors_of_the_api() -> None:
    codes = {answer.response_type: answer.code for answer in GATEWAY_ANSWERS}
    assert codes["UNAUTHORIZED"] == TokenInvalid.code
    assert codes["ACCESS_DENIED"] == AccessError.code
    assert codes["MISSING_AUTHENTICATION_TOKEN"] == RouteUnknown.code
    assert codes["DEFAULT_4XX"] == RequestError.code
    for answer in GATEWAY_ANSWERS:
        filled = answer.template.replace("$context.error.messageString", '"Bad \\"body\\""')
        problem = json.loads(filled)
        assert (problem["code"], problem.get("status")) == (answer.code, answer.status)
        assert problem["type"] == f"/api/problems/{answer.code}"
        assert problem["title"] and problem["detail"]
