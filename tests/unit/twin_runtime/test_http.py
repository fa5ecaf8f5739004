"""A proxy event becomes a typed request, an error its status and code."""

from __future__ import annotations

import json
from typing import Any

import pytest

from twin.errors import TwinError
from twin_runtime.errors import BodyInvalid, QueryInvalid, RouteUnknown
from twin_runtime.http import Answer, Body, Request, read_request, respond, serve

AUTHORIZER = {"subject": "6d1e", "name": "olga", "role": "operator"}


def event(method: str = "GET", resource: str = "/alarms", **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"httpMethod": method, "resource": resource, **more}


def request(**more: Any) -> Request:  # noqa: ANN401
    return read_request(event(**more))


class Broken(TwinError):
    code = "PUMP_IS_BROKEN"
    status = 409


def test_the_operation_is_found_by_method_and_resource() -> None:
    found = read_request(
        event(
            "GET",
            "/assets/{asset_key}/files/{file_name}",
            pathParameters={"asset_key": "pump", "file_name": "a%20b.glb"},
        )
    )
    assert found.operation_id == "getAssetFile"
    assert found.path == {"asset_key": "pump", "file_name": "a b.glb"}


def test_a_route_that_the_table_lacks_is_unknown() -> None:
    with pytest.raises(RouteUnknown, match="no operation PUT /alarms"):
        read_request(event("PUT"))


def test_the_caller_is_whom_the_authorizer_names() -> None:
    found = request(requestContext={"authorizer": AUTHORIZER})
    assert (found.authenticated.name, found.authenticated.role) == ("olga", "operator")


def test_a_request_without_an_authorizer_has_no_caller() -> None:
    with pytest.raises(RouteUnknown):
        _ = request(requestContext={}).authenticated


def test_repeated_query_parameters_are_all_kept() -> None:
    found = request(multiValueQueryStringParameters={"alias": ["/demo/P-101/speed", "/demo/b"]})
    assert found.query["alias"] == ("/demo/P-101/speed", "/demo/b")
    with pytest.raises(QueryInvalid, match="2 times"):
        found.one("alias")


@pytest.mark.parametrize("text", ["0", "201", "-1", "1.5", "ten", "", "²", "9" * 5000])
def test_a_number_out_of_its_bounds_is_refused(text: str) -> None:
    found = request(multiValueQueryStringParameters={"limit": [text]})
    with pytest.raises(QueryInvalid):
        found.integer("limit", default=50, minimum=1, maximum=200)


@pytest.mark.parametrize(("given", "expected"), [(None, 50), ("1", 1), ("200", 200)])
def test_a_number_within_its_bounds_is_read(given: str | None, expected: int) -> None:
    query = {"limit": [given]} if given else None
    found = request(multiValueQueryStringParameters=query)
    assert found.integer("limit", default=50, minimum=1, maximum=200) == expected


@pytest.mark.parametrize("body", [None, "", "[]", '"text"', "{", "1"])
def test_a_body_that_is_no_json_object_is_refused(body: str | None) -> None:
    with pytest.raises(BodyInvalid):
        request(body=body).json()


def test_a_body_is_read() -> None:
    assert request(body='{"comment": "seen"}').json() == {"comment": "seen"}


def test_a_refusal_has_its_status_and_code() -> None:
    def refuse(_request: Request) -> Body:
        raise Broken("the pump is broken", found="broken", expected="a pump", where="P-101")

    answer = serve(event(), {"listAlarms": refuse})
    assert answer["statusCode"] == 409
    assert json.loads(answer["body"])["error"] == {
        "code": "PUMP_IS_BROKEN",
        "message": "the pump is broken",
        "found": "broken",
        "expected": "a pump",
        "where": "P-101",
    }


def test_a_fault_that_nobody_foresaw_is_no_answer() -> None:
    def fail(_request: Request) -> Body:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        serve(event(), {"listAlarms": fail})


def test_an_operation_may_choose_its_status() -> None:
    answer = serve(event(), {"listAlarms": lambda _request: Answer(202, {"ok": True})})
    assert (answer["statusCode"], json.loads(answer["body"])) == (202, {"ok": True})


def test_answers_are_json_that_nobody_keeps() -> None:
    answer = respond(200, {"alarms": []})
    assert answer["headers"] == {"content-type": "application/json", "cache-control": "no-store"}


def test_an_answer_that_json_cannot_say_is_a_fault() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        respond(200, {"value": float("nan")})
