"""REST APIs: throttling, usage plans, permissions of functions, and what is not deployed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.integration.execution.http_api import Answered, request
from twin_local.execution.plant import Execution

Client = Callable[[str], Any]
Function = Callable[..., str]
OK = "def handler(event, context):\n    return {'statusCode': 200, 'body': 'ok'}\n"


@dataclass(frozen=True)
class Rest:
    """A REST API with one resource `/a`."""

    endpoint: str
    api_id: str
    resource_id: str
    client: Any

    @property
    def place(self) -> dict[str, str]:
        return {"restApiId": self.api_id, "resourceId": self.resource_id, "httpMethod": "GET"}

    def method(self, arn: str, **options: Any) -> None:
        self.client.put_method(**self.place, **{"authorizationType": "NONE", **options})
        uri = f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{arn}/invocations"
        self.client.put_integration(
            **self.place, type="AWS_PROXY", integrationHttpMethod="POST", uri=uri
        )

    def deploy(self) -> None:
        made = self.client.create_deployment(restApiId=self.api_id)
        self.client.create_stage(restApiId=self.api_id, stageName="api", deploymentId=made["id"])

    def call(self, **headers: Any) -> Answered:
        return request(f"{self.endpoint}/_aws/execute-api/{self.api_id}/api/a", **headers)


@pytest.fixture
def rest(aws: Execution, client: Client) -> Iterator[Rest]:
    gateway = client("apigateway")
    api_id = gateway.create_rest_api(name="r")["id"]
    root = gateway.get_resources(restApiId=api_id)["items"][0]["id"]
    made = gateway.create_resource(restApiId=api_id, parentId=root, pathPart="a")
    yield Rest(aws.context.endpoint_url, api_id, made["id"], gateway)
    gateway.delete_rest_api(restApiId=api_id)


def refused(action: Callable[[], Any]) -> str:
    with pytest.raises(ClientError) as caught:
        action()
    return str(caught.value.response["Error"]["Code"])


def patch(**values: str) -> list[dict[str, str]]:
    return [
        {"op": "replace", "path": f"/{path}/throttling/{name}", "value": value}
        for path in ("~1a/GET",)
        for name, value in values.items()
    ]


def test_a_method_is_throttled_as_its_stage_says(rest: Rest, function: Function) -> None:
    rest.method(function("throttled", OK))
    rest.deploy()
    rest.client.update_stage(
        restApiId=rest.api_id,
        stageName="api",
        patchOperations=patch(rateLimit="0.001", burstLimit="2"),
    )
    assert [rest.call().status for _ in range(3)] == [200, 200, 429]
    answer = rest.call()
    assert answer.json() == {"message": "Too Many Requests"}
    assert answer.headers["x-amzn-ErrorType"] == "TooManyRequestsException"


def plan(rest: Rest, **settings: Any) -> str:
    """Make a usage plan with one key; return the key's value."""
    stages = [{"apiId": rest.api_id, "stage": "api"}]
    made = rest.client.create_usage_plan(name="p", apiStages=stages, **settings)
    key = rest.client.create_api_key(name="k", enabled=True, value="k" * 20)
    rest.client.create_usage_plan_key(usagePlanId=made["id"], keyId=key["id"], keyType="API_KEY")
    return str(key["value"])


@pytest.fixture(autouse=True)
def no_keys(client: Client) -> Iterator[None]:
    yield
    gateway = client("apigateway")
    for key in gateway.get_api_keys()["items"]:
        gateway.delete_api_key(apiKey=key["id"])
    for made in gateway.get_usage_plans()["items"]:
        gateway.delete_usage_plan(usagePlanId=made["id"])


def test_a_key_must_be_of_a_plan_of_the_stage(rest: Rest, function: Function) -> None:
    rest.method(function("keyed", OK), apiKeyRequired=True)
    rest.deploy()
    rest.client.create_api_key(name="loose", enabled=True, value="l" * 20)
    value = plan(rest)
    assert rest.call().json() == {"message": "Forbidden"}
    assert rest.call(X_Api_Key="l" * 20).status == 403
    assert rest.call(X_Api_Key=value).status == 200


def test_a_plan_limits_rate_and_quota(rest: Rest, function: Function) -> None:
    rest.method(function("planned", OK), apiKeyRequired=True)
    rest.deploy()
    value = plan(rest, quota={"limit": 2, "period": "DAY"})
    statuses = [rest.call(X_Api_Key=value).status for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert rest.call(X_Api_Key=value).json() == {"message": "Limit Exceeded"}


def test_without_a_permission_the_function_is_not_invoked(
    client: Client, rest: Rest, function: Function
) -> None:
    rest.method(function("closed_rest", OK, callers=()))
    rest.deploy()
    answer = rest.call()
    assert (answer.status, answer.json()) == (500, {"message": "Internal server error"})
    client("lambda").add_permission(
        FunctionName="closed_rest",
        StatementId="s",
        Action="lambda:InvokeFunction",
        Principal="apigateway.amazonaws.com",
        SourceArn=f"arn:aws:execute-api:us-east-1:111111111111:{rest.api_id}/api/GET/a",
    )
    assert rest.call().status == 200


def test_iam_refuses_what_is_only_said_to_be_signed(rest: Rest, function: Function) -> None:
    rest.method(function("signed_rest", OK), authorizationType="AWS_IAM")
    rest.deploy()
    assert rest.call().json() == {"message": "Missing Authentication Token"}
    forged = "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/execute-api/aws4_request"
    assert rest.call(Authorization=forged).status == 403


@pytest.mark.parametrize(
    "integration",
    [
        {"type": "HTTP", "integrationHttpMethod": "GET", "uri": "http://127.0.0.1"},
        {"type": "MOCK", "requestTemplates": {"application/json": "#set($a = 1)$a"}},
    ],
)
def test_what_cannot_be_served_is_not_deployed(rest: Rest, integration: dict[str, Any]) -> None:
    rest.client.put_method(**rest.place, authorizationType="NONE")
    rest.client.put_integration(**rest.place, **integration)
    assert refused(rest.deploy) == "NotImplementedException"


def test_a_canary_is_refused(rest: Rest, function: Function) -> None:
    rest.method(function("canary", OK))
    rest.deploy()
    given = {"restApiId": rest.api_id, "canarySettings": {"percentTraffic": 10.0}}
    create = rest.client.create_deployment
    assert refused(lambda: create(**given, stageName="api")) == "NotImplementedException"
