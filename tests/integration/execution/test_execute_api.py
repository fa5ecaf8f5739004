"""REST APIs are served: routing, authorizers, validation, proxy, mock and gateway responses."""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from twin_local.execution.plant import Execution

ECHO = """
import json
def handler(event, context):
    return {"statusCode": 200, "headers": {"X-Mine": "yes"}, "body": json.dumps(event)}
"""
ASK = """
COUNT = [0]
def handler(event, context):
    COUNT[0] += 1
    token = event.get("authorizationToken") or event["headers"]["X-Who"]
    if token == "nobody":
        raise Exception("Unauthorized")
    if token == "crash":
        raise ValueError("bug")
    statements = [] if token == "silent" else [
        {"Action": "execute-api:Invoke", "Effect": "Deny" if token == "denied" else "Allow",
         "Resource": event["methodArn"].split("/")[0] + "/*"}]
    return {"principalId": token, "context": {"role": token, "count": COUNT[0], "yes": True},
            "policyDocument": {"Version": "2012-10-17", "Statement": statements}}
"""


@dataclass(frozen=True)
class Answered:
    """An HTTP response."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Api:
    """A deployed API under test."""

    endpoint: str
    api_id: str

    def call(
        self, path: str, *, method: str = "GET", host: bool = False, **headers: str
    ) -> Answered:
        return self.send(path, method=method, body=None, host=host, headers=headers)

    def send(
        self,
        path: str,
        *,
        method: str,
        body: bytes | None,
        headers: dict[str, str],
        host: bool = False,
    ) -> Answered:
        base = "/api" if host else f"/_aws/execute-api/{self.api_id}/api"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if host:
            named["Host"] = f"{self.api_id}.execute-api.us-east-1.amazonaws.com"
        request = urllib.request.Request(
            self.endpoint + base + path, data=body, method=method, headers=named
        )
        try:
            with urllib.request.urlopen(request) as answer:
                return Answered(answer.status, dict(answer.headers), answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answered(error.code, dict(error.headers), error.read())


class Builder:
    """Puts methods into an API."""

    def __init__(self, gateway: Any, api_id: str) -> None:
        self.gateway = gateway
        self.api_id = api_id
        items = gateway.get_resources(restApiId=api_id)["items"]
        self.paths: dict[str, str] = {"/": items[0]["id"]}

    def resource(self, path: str) -> str:
        if path not in self.paths:
            parent, _, part = path.rpartition("/")
            made = self.gateway.create_resource(
                restApiId=self.api_id, parentId=self.resource(parent or "/"), pathPart=part
            )
            self.paths[path] = made["id"]
        return self.paths[path]

    def method(self, path: str, verb: str, function_arn: str | None, **options: Any) -> None:
        place = {"restApiId": self.api_id, "resourceId": self.resource(path), "httpMethod": verb}
        self.gateway.put_method(**place, **{"authorizationType": "NONE", **options})
        if function_arn:
            uri = (
                "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                f"{function_arn}/invocations"
            )
            self.gateway.put_integration(
                **place, type="AWS_PROXY", integrationHttpMethod="POST", uri=uri
            )


@pytest.fixture
def build(aws: Execution, client: Callable[[str], Any]) -> Iterator[tuple[Builder, Api]]:
    gateway = client("apigateway")
    made = gateway.create_rest_api(name="t", binaryMediaTypes=["application/octet-stream"])
    yield Builder(gateway, made["id"]), Api(aws.context.endpoint_url, made["id"])
    gateway.delete_rest_api(restApiId=made["id"])


def deploy(builder: Builder) -> None:
    gateway = builder.gateway
    made = gateway.create_deployment(restApiId=builder.api_id)
    gateway.create_stage(
        restApiId=builder.api_id,
        stageName="api",
        deploymentId=made["id"],
        variables={"colour": "blue"},
    )


Build = tuple[Builder, Api]
Function = Callable[..., str]


def test_a_proxy_integration_gets_the_whole_request(build: Build, function: Function) -> None:
    builder, api = build
    builder.method("/a/{id}", "POST", function("echo", ECHO))
    deploy(builder)
    answer = api.send(
        "/a/x%20y?q=1&q=2", method="POST", body=b'{"k":1}', headers={"X-Own": "v"}, host=True
    )
    event = answer.json()
    assert answer.status == 200
    assert answer.headers["X-Mine"] == "yes"
    assert answer.headers["x-amzn-RequestId"] == event["requestContext"]["requestId"]
    assert event["resource"] == "/a/{id}"
    assert event["pathParameters"] == {"id": "x%20y"}  # as REST APIs hand them on
    assert event["queryStringParameters"] == {"q": "2"}
    assert event["multiValueQueryStringParameters"] == {"q": ["1", "2"]}
    assert event["body"] == '{"k":1}'
    assert event["headers"]["X-Own"] == "v"
    assert event["stageVariables"] == {"colour": "blue"}
    assert event["requestContext"]["path"] == "/api/a/x%20y"


def test_static_paths_win_over_parameters_and_those_over_greedy_ones(
    build: Build, function: Function
) -> None:
    builder, api = build
    arn = function("echo", ECHO)
    for path in ("/s/fixed", "/s/{one}", "/s/{all+}"):
        builder.method(path, "ANY", arn)
    deploy(builder)
    assert api.call("/s/fixed").json()["resource"] == "/s/fixed"
    assert api.call("/s/other").json()["resource"] == "/s/{one}"
    deep = api.call("/s/x/y/z").json()
    assert (deep["resource"], deep["pathParameters"]) == ("/s/{all+}", {"all": "x/y/z"})


def test_unknown_paths_methods_and_stages_are_answered_as_aws_does(
    build: Build, function: Function
) -> None:
    builder, api = build
    builder.method("/a", "GET", function("echo", ECHO))
    deploy(builder)
    for answer in (api.call("/b"), api.call("/a", method="DELETE")):
        assert answer.status == 403
        assert answer.json() == {"message": "Missing Authentication Token"}
    other = Api(api.endpoint, "nothing")
    assert other.call("/a").json() == {"message": "Forbidden"}


@pytest.mark.parametrize("answer", ["'text'", "{'body': 'x'}", "{'statusCode': 200, 'body': {}}"])
def test_a_malformed_answer_is_a_502(build: Build, function: Function, answer: str) -> None:
    builder, api = build
    source = f"def handler(event, context):\n    return {answer}"
    builder.method("/a", "GET", function("odd", source))
    deploy(builder)
    answered = api.call("/a")
    assert (answered.status, answered.json()) == (502, {"message": "Internal server error"})


def test_binary_bodies_travel_as_base64_both_ways(build: Build, function: Function) -> None:
    builder, api = build
    source = (
        "def handler(event, context):\n    return {'statusCode': 200, 'isBase64Encoded': True,"
        " 'headers': {'content-type': 'application/octet-stream'}, 'body': event['body']}"
    )
    builder.method("/a", "POST", function("binary", source))
    deploy(builder)
    kind = "application/octet-stream"
    data = bytes(range(256))
    sent = api.send("/a", method="POST", body=data, headers={"Content-Type": kind, "Accept": kind})
    assert sent.body == data
    text = api.send("/a", method="POST", body=data, headers={"Content-Type": kind})
    assert base64.b64decode(text.body) == data


@pytest.fixture
def guarded(build: Build, function: Function) -> Api:
    builder, api = build
    ask = function("ask", ASK)
    uri = f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{ask}/invocations"
    made = builder.gateway.create_authorizer(
        restApiId=builder.api_id,
        name="ask",
        type="REQUEST",
        authorizerUri=uri,
        identitySource="method.request.header.X-Who",
        authorizerResultTtlInSeconds=300,
    )
    arn = function("echo", ECHO)
    for path in ("/a", "/b"):
        builder.method(path, "GET", arn, authorizationType="CUSTOM", authorizerId=made["id"])
    deploy(builder)
    return api


def test_an_authorizer_allows_with_its_context_and_its_result_is_cached(guarded: Api) -> None:
    context = guarded.call("/a", X_Who="ann").json()["requestContext"]["authorizer"]
    assert context["principalId"] == "ann"
    assert (context["role"], context["count"], context["yes"]) == ("ann", "1", "true")
    again = guarded.call("/b", X_Who="ann").json()["requestContext"]["authorizer"]
    assert again["count"] == "1"


@pytest.mark.parametrize(
    ("who", "status", "body"),
    [
        (None, 401, {"message": "Unauthorized"}),
        ("nobody", 401, {"message": "Unauthorized"}),
        ("crash", 500, {"message": None}),
        ("silent", 403, {"Message": "User is not authorized to access this resource"}),
        (
            "denied",
            403,
            {"Message": "User is not authorized to access this resource with an explicit deny"},
        ),
    ],
)
def test_an_authorizer_refuses(
    guarded: Api, who: str | None, status: int, body: dict[str, Any]
) -> None:
    answer = guarded.call("/a", X_Who=who) if who else guarded.call("/a")
    assert (answer.status, answer.json()) == (status, body)


def test_a_body_is_validated_against_its_model(build: Build, function: Function) -> None:
    builder, api = build
    gateway, api_id = builder.gateway, builder.api_id
    schema = {"type": "object", "required": ["n"], "properties": {"n": {"type": "number"}}}
    gateway.create_model(
        restApiId=api_id, name="Body", contentType="application/json", schema=json.dumps(schema)
    )
    validator = gateway.create_request_validator(
        restApiId=api_id, name="v", validateRequestBody=True, validateRequestParameters=True
    )
    builder.method(
        "/a",
        "POST",
        function("echo", ECHO),
        requestValidatorId=validator["id"],
        requestModels={"application/json": "Body"},
        requestParameters={"method.request.querystring.q": True},
    )
    deploy(builder)
    kind = {"Content-Type": "application/json"}
    assert api.send("/a?q=1", method="POST", body=b'{"n": 1}', headers=kind).status == 200
    wrong = api.send("/a?q=1", method="POST", body=b'{"n": "x"}', headers=kind)
    assert (wrong.status, wrong.json()) == (400, {"message": "Invalid request body"})
    missing = api.send("/a", method="POST", body=b'{"n": 1}', headers=kind)
    assert missing.json() == {"message": "Missing required request parameters: [q]"}


def test_a_mock_integration_answers_preflights(build: Build) -> None:
    builder, api = build
    builder.method("/a", "OPTIONS", None)
    place = {"restApiId": builder.api_id, "resourceId": builder.paths["/a"]}
    place["httpMethod"] = "OPTIONS"
    builder.gateway.put_integration(
        **place, type="MOCK", requestTemplates={"application/json": "{ statusCode: 204 }"}
    )
    builder.gateway.put_method_response(**place, statusCode="204")
    builder.gateway.put_integration_response(
        **place,
        statusCode="204",
        responseParameters={"method.response.header.Access-Control-Allow-Origin": "'*'"},
    )
    deploy(builder)
    answer = api.call("/a", method="OPTIONS")
    assert answer.status == 204
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_configured_gateway_response_replaces_the_default(
    build: Build, function: Function
) -> None:
    builder, api = build
    builder.method("/a", "GET", function("echo", ECHO))
    builder.gateway.put_gateway_response(
        restApiId=builder.api_id,
        responseType="DEFAULT_4XX",
        responseParameters={
            "gatewayresponse.header.Access-Control-Allow-Origin": "'*'",
            "gatewayresponse.header.content-type": "'application/problem+json'",
        },
        responseTemplates={"application/json": '{"why":$context.error.messageString}'},
    )
    deploy(builder)
    answer = api.call("/none")
    assert answer.json() == {"why": "Missing Authentication Token"}
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["content-type"] == "application/problem+json"


def test_an_integration_slower_than_its_limit_is_a_504(build: Build, function: Function) -> None:
    builder, api = build
    source = "import time\ndef handler(event, context):\n    time.sleep(1)"
    arn = function("slow", source, Timeout=5)
    builder.method("/a", "GET", arn)
    place = {"restApiId": builder.api_id, "resourceId": builder.paths["/a"], "httpMethod": "GET"}
    uri = f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{arn}/invocations"
    builder.gateway.put_integration(
        **place, type="AWS_PROXY", integrationHttpMethod="POST", uri=uri, timeoutInMillis=100
    )
    deploy(builder)
    answer = api.call("/a")
    assert (answer.status, answer.json()) == (504, {"message": "Endpoint request timed out"})
