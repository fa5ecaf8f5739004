"""An HTTP API under test, and requests to it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import urllib3


@dataclass(frozen=True)
class Answered:
    """An HTTP response; header names have no case."""

    status: int
    headers: urllib3.HTTPHeaderDict
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


def request(
    url: str, method: str = "GET", *, body: bytes | None = None, **headers: str
) -> Answered:
    """Send a request; `_` in the names of headers stands for `-`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = urllib3.request(method, url, body=body, headers=named, redirect=False, retries=False)
    return Answered(answer.status, answer.headers, answer.data)


@dataclass(frozen=True)
class HttpApi:
    """An API with its client."""

    endpoint: str
    api_id: str
    client: Any

    def route(self, key: str, function_arn: str, version: str = "2.0", **options: Any) -> str:
        """Make a route to a function."""
        made = self.client.create_integration(
            ApiId=self.api_id,
            IntegrationType="AWS_PROXY",
            IntegrationUri=function_arn,
            PayloadFormatVersion=version,
        )
        route = self.client.create_route(
            ApiId=self.api_id,
            RouteKey=key,
            Target=f"integrations/{made['IntegrationId']}",
            **options,
        )
        return str(route["RouteId"])

    def stage(self, name: str = "$default", **options: Any) -> None:
        """Make a stage that is deployed by itself."""
        self.client.create_stage(
            **{"ApiId": self.api_id, "StageName": name, "AutoDeploy": True, **options}
        )

    def call(
        self, path: str, method: str = "GET", *, body: bytes | None = None, **headers: str
    ) -> Answered:
        """Send a request to a path with its stage, if that has a name."""
        url = f"{self.endpoint}/_aws/execute-api/{self.api_id}{path}"
        return request(url, method, body=body, **headers)
