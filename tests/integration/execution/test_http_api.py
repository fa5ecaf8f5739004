"""HTTP APIs are served: routes, payload formats, CORS, stages, throttling and permissions."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.integration.execution.http_api import HttpApi, request
from twin_local.execution.plant import Execution

Client = Callable[[str], Any]
Function = Callable[..., str]
ECHO = "def handler(event, context):\n    return event\n"


@pytest.fixture
def api(aws: Execution, client: Client) -> Iterator[HttpApi]:
    gateway = client("apigatewayv2")
    made = gateway.create_api(Name="h", ProtocolType="HTTP")
    yield HttpApi(aws.context.endpoint_url, made["ApiId"], gateway)
    gateway.delete_api(ApiId=made["ApiId"])


def test_a_function_receives_format_2(api: HttpApi, function: Function) -> None:
    api.route("POST /items/{id}", function("echo2", ECHO))
    api.stage(StageVariables={"colour": "blue"})
    event = api.call(
        "/items/a%20b?x=1&x=2&y=", "POST", body=b'{"k": 1}', cookie="c=1; d=2", X_Own="v"
    ).json()
    assert (event["version"], event["routeKey"]) == ("2.0", "POST /items/{id}")
    assert (event["rawPath"], event["rawQueryString"]) == ("/items/a%20b", "x=1&x=2&y=")
    assert event["queryStringParameters"] == {"x": "1,2", "y": ""}
    assert event["pathParameters"] == {"id": "a b"}
    assert event["cookies"] == ["c=1", "d=2"]
    assert event["headers"]["x-own"] == "v"
    assert event["stageVariables"] == {"colour": "blue"}
    assert (event["body"], event["isBase64Encoded"]) == ('{"k": 1}', False)
    http = event["requestContext"]["http"]
    assert (http["method"], http["path"]) == ("POST", "/items/a%20b")
    assert event["requestContext"]["stage"] == "$default"


def test_a_function_receives_format_1(api: HttpApi, function: Function) -> None:
    source = (
        "import json\ndef handler(event, context):\n"
        "    return {'statusCode': 201, 'body': json.dumps(event),"
        " 'multiValueHeaders': {'X-Many': ['a', 'b']}}\n"
    )
    api.route("GET /one", function("echo1", source), version="1.0")
    api.stage("dev")
    answer = api.call("/dev/one?x=1&x=2")
    event = answer.json()
    assert answer.status == 201
    assert answer.headers.getlist("X-Many") == ["a", "b"]
    assert (event["version"], event["resource"], event["path"]) == ("1.0", "/one", "/dev/one")
    assert event["multiValueQueryStringParameters"] == {"x": ["1", "2"]}
    assert event["queryStringParameters"] == {"x": "2"}
    assert event["body"] is None


@pytest.mark.parametrize(
    ("result", "status", "kind", "body"),
    [
        ("'hello'", 200, "application/json", b"hello"),
        ("{'a': 1}", 200, "application/json", b'{"a": 1}'),
        ("[1]", 200, "application/json", b"[1]"),
        ("{'statusCode': 202, 'body': 'x'}", 202, "text/plain; charset=utf-8", b"x"),
        (
            "{'statusCode': 200, 'headers': {'content-type': 'image/png'}, 'body': 'AAE=',"
            " 'isBase64Encoded': True}",
            200,
            "image/png",
            b"\0\1",
        ),
        ("{'statusCode': 'x'}", 500, "application/json", b'{"message": "Internal Server Error"}'),
    ],
)
def test_an_answer_is_inferred(
    api: HttpApi, function: Function, result: str, status: int, kind: str, body: bytes
) -> None:
    source = f"def handler(event, context):\n    return {result}\n"
    api.route("GET /a", function("infers", source))
    api.stage()
    answer = api.call("/a")
    assert (answer.status, answer.headers["Content-Type"], answer.body) == (status, kind, body)


def test_cookies_of_an_answer_are_set(api: HttpApi, function: Function) -> None:
    source = "def handler(event, context):\n    return {'statusCode': 200, 'cookies': ['a', 'b']}\n"
    api.route("GET /a", function("cookies", source))
    api.stage()
    assert api.call("/a").headers.getlist("Set-Cookie") == ["a", "b"]


def test_bytes_arrive_as_base64(api: HttpApi, function: Function) -> None:
    api.route("POST /a", function("bytes", ECHO))
    api.stage()
    data = bytes(range(256))
    event = api.call("/a", "POST", body=data, Content_Type="application/octet-stream").json()
    assert event["isBase64Encoded"]
    assert base64.b64decode(event["body"]) == data


def test_the_most_specific_route_wins(api: HttpApi, function: Function) -> None:
    arn = function("routes", ECHO)
    for key in ("GET /a/b", "ANY /a/b", "GET /a/{x}", "ANY /a/{rest+}", "$default"):
        api.route(key, arn)
    api.stage()
    for path, method, key in [
        ("/a/b", "GET", "GET /a/b"),
        ("/a/b", "PUT", "ANY /a/b"),
        ("/a/c", "GET", "GET /a/{x}"),
        ("/a/c", "PUT", "ANY /a/{rest+}"),
        ("/a/c/d", "GET", "ANY /a/{rest+}"),
        ("/other", "GET", "$default"),
    ]:
        assert api.call(path, method).json()["routeKey"] == key
    assert api.call("/a/c/d").json()["pathParameters"] == {"rest": "c/d"}


def test_an_api_is_reached_by_its_host_name_too(api: HttpApi, function: Function) -> None:
    api.route("GET /a", function("hosted", ECHO))
    api.stage()
    host = f"{api.api_id}.execute-api.us-east-1.amazonaws.com"
    event = request(f"{api.endpoint}/a", Host=host).json()
    assert (event["rawPath"], event["requestContext"]["domainName"]) == ("/a", host)


def test_unknown_routes_and_undeployed_stages_are_not_found(
    api: HttpApi, function: Function
) -> None:
    api.route("GET /a", function("known", ECHO))
    api.stage("manual", AutoDeploy=False)
    assert api.call("/manual/a").json() == {"message": "Not Found"}
    api.client.update_stage(ApiId=api.api_id, StageName="manual", AutoDeploy=True)
    assert api.call("/manual/a").status == 200
    assert api.call("/manual/b").status == 404


def test_cors_is_answered_by_the_api(api: HttpApi, function: Function) -> None:
    source = (
        "def handler(event, context):\n    return {'statusCode': 200,"
        " 'headers': {'Access-Control-Allow-Origin': 'mine'}}\n"
    )
    api.route("GET /a", function("shared", source))
    api.stage()
    api.client.update_api(
        ApiId=api.api_id,
        CorsConfiguration={
            "AllowOrigins": ["https://one.example"],
            "AllowMethods": ["GET", "POST"],
            "AllowHeaders": ["authorization"],
            "ExposeHeaders": ["x-own"],
            "AllowCredentials": True,
            "MaxAge": 60,
        },
    )
    asked: dict[str, Any] = {
        "Origin": "https://one.example",
        "Access_Control_Request_Method": "GET",
    }
    preflight = api.call("/a", "OPTIONS", **asked)
    assert preflight.status == 204
    assert preflight.headers["Access-Control-Allow-Origin"] == "https://one.example"
    assert preflight.headers["Access-Control-Allow-Methods"] == "GET,POST"
    assert preflight.headers["Access-Control-Allow-Credentials"] == "true"
    assert preflight.headers["Access-Control-Max-Age"] == "60"
    answer = api.call("/a", Origin="https://one.example")
    assert answer.headers.getlist("Access-Control-Allow-Origin") == ["https://one.example"]
    assert answer.headers["Access-Control-Expose-Headers"] == "x-own"
    other = api.call("/a", Origin="https://two.example")
    assert "Access-Control-Allow-Origin" not in other.headers


def test_more_requests_than_the_limit_are_throttled(api: HttpApi, function: Function) -> None:
    arn = function("limited", ECHO)
    api.route("GET /a", arn)
    api.route("GET /b", arn)
    slow = {"ThrottlingRateLimit": 0.001, "ThrottlingBurstLimit": 2}
    api.stage(RouteSettings={"GET /a": slow})
    assert [api.call("/a").status for _ in range(3)] == [200, 200, 429]
    assert api.call("/a").json() == {"message": "Too Many Requests"}
    assert api.call("/b").status == 200


def test_without_a_permission_the_function_is_not_invoked(
    client: Client, api: HttpApi, function: Function
) -> None:
    arn = function("closed", ECHO, callers=())
    api.route("GET /a/{id}", arn)
    api.stage()
    refused = api.call("/a/1")
    assert (refused.status, refused.json()) == (500, {"message": "Internal Server Error"})
    source = f"arn:aws:execute-api:us-east-1:111111111111:{api.api_id}/*/GET/a/{{id}}"
    client("lambda").add_permission(
        FunctionName="closed",
        StatementId="s",
        Action="lambda:InvokeFunction",
        Principal="apigateway.amazonaws.com",
        SourceArn=source,
    )
    assert api.call("/a/1").status == 200


@pytest.mark.parametrize(
    ("operation", "given"),
    [
        ("create_api", {"Name": "w", "ProtocolType": "WEBSOCKET"}),
        ("create_integration", {"IntegrationType": "HTTP_PROXY", "IntegrationUri": "http://a"}),
    ],
)
def test_what_is_not_served_is_refused(api: HttpApi, operation: str, given: dict[str, Any]) -> None:
    place = {} if operation == "create_api" else {"ApiId": api.api_id}
    with pytest.raises(ClientError) as caught:
        getattr(api.client, operation)(**place, **given)
    assert caught.value.response["Error"]["Code"] == "NotImplementedException"
