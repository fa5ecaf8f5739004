"""The `requestContext` that integrations and authorizers receive."""

from __future__ import annotations

import time
from typing import Any

from twin_local.execution.execute_api.request import Call


def request_context(call: Call, authorizer: dict[str, Any]) -> dict[str, Any]:
    """Return the request context (AWS docs: "Input format of a Lambda function for proxy")."""
    request, api = call.request, call.api
    now = time.time()
    context: dict[str, Any] = {
        "accountId": api.account_id,
        "apiId": api.id,
        "domainName": request.header("Host"),
        "domainPrefix": request.header("Host").split(".")[0],
        "extendedRequestId": request.request_id,
        "httpMethod": request.method,
        "identity": {
            "sourceIp": request.source_ip,
            "userAgent": request.header("User-Agent"),
            "accessKey": None,
            "accountId": None,
            "caller": None,
            "user": None,
            "userArn": None,
        },
        "path": f"/{call.stage.name}{request.path}",
        "protocol": "HTTP/1.1",
        "requestId": request.request_id,
        "requestTime": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
        "requestTimeEpoch": int(now * 1000),
        "resourceId": call.resource.id,
        "resourcePath": call.resource.get_path(),
        "stage": call.stage.name,
    }
    if authorizer:
        context["authorizer"] = authorizer
    return context
