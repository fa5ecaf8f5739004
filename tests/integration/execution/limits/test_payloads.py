"""How large requests to APIs may be: 10 MB for API Gateway."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.execution.http_api import Answered, HttpApi, request
from twin_local.execution.plant import Execution

Client = Callable[[str], Any]
LARGEST = 10 * 1024 * 1024


@pytest.fixture
def rest(aws: Execution, client: Client) -> Callable[[int], Answered]:
    """Return what sends so many bytes to a REST API that has no methods."""
    gateway = client("apigateway")
    api_id = gateway.create_rest_api(name="payloads")["id"]
    root = gateway.get_resources(restApiId=api_id)["items"][0]["id"]
    place = {"restApiId": api_id, "resourceId": root, "httpMethod": "GET"}
    gateway.put_method(**place, authorizationType="NONE")
    gateway.put_integration(**place, type="MOCK")
    made = gateway.create_deployment(restApiId=api_id)
    gateway.create_stage(restApiId=api_id, stageName="api", deploymentId=made["id"])
    url = f"{aws.context.endpoint_url}/_aws/execute-api/{api_id}/api/none"
    return lambda size: request(url, "POST", body=bytes(size))


def test_a_rest_api_takes_10_mb(rest: Callable[[int], Answered]) -> None:
    answer = rest(LARGEST + 1)
    assert answer.status == 413
    assert answer.headers["x-amzn-ErrorType"] == "RequestTooLargeException"
    assert answer.json() == {"message": "Request Entity Too Large"}
    assert rest(LARGEST).headers["x-amzn-ErrorType"] != "RequestTooLargeException"


def test_an_http_api_takes_10_mb(aws: Execution, client: Client) -> None:
    gateway = client("apigatewayv2")
    made = gateway.create_api(Name="payloads", ProtocolType="HTTP")
    api = HttpApi(aws.context.endpoint_url, made["ApiId"], gateway)
    api.stage()
    answer = api.call("/none", "POST", body=bytes(LARGEST + 1))
    assert (answer.status, answer.json()) == (413, {"message": "Request Entity Too Large"})
    assert api.call("/none", "POST", body=bytes(LARGEST)).status == 404
    gateway.delete_api(ApiId=made["ApiId"])
