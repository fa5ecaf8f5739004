"""A proxy event becomes a typed request, an error its status and code."""

from __future__ import annotations

import json
from typing import Any

import pytest

from twin.errors import TwinError
from twin_runtime.errors import BodyInvalid, BodyUnknownField, QueryInvalid, RouteUnknown
from twin_runtime.http import Answer, Body, Request, read_request, respond, serve

AUTHORIZER = {"subject": "6d1e", "name": "olga", "role": "operator"}


def event(method: str = "GET", resource: str = "/alarms", **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"httpMethod": method, "resource": resource, **more}


def request(**more: Any) -> Request:  # noqa: ANN401
    return read_request(event(**more))


class Broken(TwinError):
    """The pump is broken."""

    code = "PUMP_IS_BROKEN"
    status = 409


def test_the_operation_is_found_by_method_and_resource() -> None:
    found = read_request(
        event(
            "GET",
            "/alarms/{alarm_id}/history",
            pathParameters={"alarm_id": "P-101%2Fa%20b"},
        )
    )
    assert found.operation_id == "getAlarmHistory"
    assert found.path == {"alarm_id": "P-101/a b"}


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
    aliases = ["/demo/P-101/speed", "/demo/b"]
    found = request(resource="/signals/latest", multiValueQueryStringParameters={"alias": aliases})
    assert found.many("alias") == ("/demo/P-101/speed", "/demo/b")


@pytest.mark.parametrize(
    "query",
    [
        {"alias": ["a", "b"]},  # once
        {},  # needed
        {"alias": [""]},
        {"alias": ["a"], "quality": ["good"]},
        {"alias": ["a"], "start": ["nan"]},
        {"alias": ["a"], "start": ["-1"]},
        {"alias": ["a"], "end": ["4e10"]},
        {"alias": ["a"], "limt": ["5"]},
    ],
)
def test_what_is_no_query_of_the_operation_is_refused(query: dict[str, list[str]]) -> None:
    with pytest.raises(QueryInvalid):
        request(resource="/signals/history", multiValueQueryStringParameters=query)


@pytest.mark.parametrize("text", ["0", "201", "-1", "1.5", "ten", "", "²", "9" * 5000])
def test_a_number_out_of_its_bounds_is_refused(text: str) -> None:
    with pytest.raises(QueryInvalid):
        request(resource="/commands", multiValueQueryStringParameters={"limit": [text]})


@pytest.mark.parametrize(("given", "expected"), [(None, 50), ("1", 1), ("200", 200)])
def test_a_number_within_its_bounds_is_read(given: str | None, expected: int) -> None:
    query = {"limit": [given]} if given else None
    found = request(resource="/commands", multiValueQueryStringParameters=query)
    assert found.integer("limit") == expected


def test_bounds_of_a_handler_are_narrower_than_the_parameters() -> None:
    query = {"alias": ["a"], "limit": ["500"]}
    found = request(resource="/signals/values", multiValueQueryStringParameters=query)
    assert found.integer("limit", default=10, maximum=500) == 500
    with pytest.raises(QueryInvalid, match="from 1 to 499"):
        found.integer("limit", default=10, maximum=499)


def test_what_is_not_given_is_what_its_parameter_says() -> None:
    found = request(resource="/signals/history", multiValueQueryStringParameters={"alias": ["a"]})
    assert (found.one("quality"), found.one("next_token")) == ("GOOD", None)
    assert found.choice("quality", ("GOOD", "BAD")) == "GOOD"
    assert found.number("start", default=7.5) == 7.5


def ordering(body: str | None) -> Request:
    return request(method="POST", resource="/commands", body=body)


def test_a_field_that_the_operation_does_not_take_is_refused() -> None:
    with pytest.raises(BodyUnknownField, match="'valeu'; expected command_id, idempotency_key"):
        ordering('{"command_id": "P-101.set_speed", "valeu": 5}').json()


@pytest.mark.parametrize(
    "body",
    [None, "", "[]", '"text"', "{", "1", '{"value": NaN}', '{"a": "\\ud800"}', "[" * 100_000],
)
def test_a_body_that_is_no_json_object_is_refused(body: str | None) -> None:
    with pytest.raises(BodyInvalid):
        ordering(body).json()


def test_a_body_is_read() -> None:
    assert ordering('{"command_id": "seen", "value": 1}').json() == {
        "command_id": "seen",
        "value": 1,
    }


def test_a_refusal_has_its_status_and_code() -> None:
    def refuse(_request: Request) -> Body:
        raise Broken("the pump is broken", found="broken", expected="a pump", where="P-101")

    answer = serve(event(), {"listAlarms": refuse})
    assert answer["statusCode"] == 409
    assert answer["headers"]["content-type"] == "application/problem+json"
    assert json.loads(answer["body"]) == {
        "type": "/api/problems/PUMP_IS_BROKEN",
        "title": "The pump is broken",
        "status": 409,
        "code": "PUMP_IS_BROKEN",
        "detail": "the pump is broken",
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


@pytest.mark.parametrize(("permitted", "status"), [("getAlarm listAlarms", 200), ("", 403)])
def test_what_the_authorizer_denies_is_denied_although_a_wildcard_let_it_through(
    permitted: str, status: int
) -> None:
    context = {"authorizer": {"subject": "s", "name": "n", "permitted": permitted}}
    answer = serve(event(requestContext=context), {"listAlarms": lambda _: {}})
    assert answer["statusCode"] == status
