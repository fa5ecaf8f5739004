"""Which requests have to be kept before they are answered."""

from __future__ import annotations

import io
from typing import Any

import pytest

from twin_local.server.changing_requests import may_change, read_ahead

FORM, JSON = "application/x-www-form-urlencoded; charset=utf-8", "application/x-amz-json-1.0"


def request(
    method: str, path: str = "/", *, target: str = "", form: str = "", query: str = ""
) -> dict[str, Any]:
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "CONTENT_TYPE": FORM if form else JSON,
        "HTTP_X_AMZ_TARGET": target,
        "wsgi.input": io.BytesIO(form.encode()),
    }
    read_ahead(environ)
    return environ


@pytest.mark.parametrize(
    "environ",
    [
        request("PUT", "/bucket/key"),
        request("POST", "/bucket/key", query="uploads"),
        request("DELETE", "/bucket/key"),
        request("POST", target="DynamoDB_20120810.PutItem"),
        request("POST", target="AWSStepFunctions.StartExecution"),
        request("POST", form="Action=CreateRole&RoleName=r"),
        request("POST", "/service/Thing/operation/CreateThing"),
        request("POST", "/v1/submitjob"),
        request("POST", "/topics/a", query="qos=1&retain=true"),
        request("POST", "/2015-03-31/functions"),
    ],
)
def test_changes(environ: dict[str, Any]) -> None:
    assert may_change(environ)


@pytest.mark.parametrize(
    "environ",
    [
        request("GET", "/bucket/key"),
        request("HEAD", "/bucket/key"),
        request("POST", target="DynamoDB_20120810.Query"),
        request("POST", target="AWSCognitoIdentityProviderService.ListUsers"),
        request("POST", form="Action=GetRole&RoleName=r"),
        request("POST", "/service/Thing/operation/DescribeThing"),
        request("POST", "/v1/describejobs"),
        request("POST", "/topics/a", query="qos=1"),
        request("POST", "/2015-03-31/functions/f/invocations"),
    ],
)
def test_reads_and_what_leaves_no_state(environ: dict[str, Any]) -> None:
    assert not may_change(environ)


def test_the_body_can_be_read_again() -> None:
    environ = request("POST", form="Action=CreateRole&RoleName=r")
    assert environ["wsgi.input"].read() == b"Action=CreateRole&RoleName=r"
