"""Which operation a request called, and with which code it failed."""

from __future__ import annotations

import pytest

from tests.unit.server.observation.conftest import Seen
from twin_local.engine.clients import DEPLOYMENT
from twin_local.execution.in_process import OWN
from twin_local.server.observation.calls.callers import Caller, caller_of
from twin_local.server.observation.calls.failure import code_of
from twin_local.server.observation.calls.naming import name_of

ROLE = "arn:aws:iam::111111111111:role/service/reader"


@pytest.mark.parametrize(
    ("request_", "service", "operation"),
    [
        ({"signed": "dynamodb", "target": "DynamoDB_20120810.GetItem"}, "dynamodb", "GetItem"),
        ({"signed": "states", "target": "AWSStepFunctions.StartExecution"}, "stepfunctions",
         "StartExecution"),
        ({"signed": "sts", "action": "GetCallerIdentity"}, "sts", "GetCallerIdentity"),
        ({"signed": "monitoring", "path": "/service/GraniteServiceVersion20100801/operation/"
          "PutMetricData"}, "cloudwatch", "PutMetricData"),
        ({"signed": "lambda", "path": "/2015-03-31/functions/f/invocations"}, "lambda", "Invoke"),
        ({"signed": "s3", "method": "PUT", "path": "/bucket/a/key"}, "s3", "PutObject"),
        ({"signed": "s3", "method": "PUT", "path": "/bucket/key", "copies": True}, "s3",
         "CopyObject"),
        ({"signed": "s3", "method": "PUT", "path": "/b/k", "query": "partNumber=1&uploadId=x"},
         "s3", "UploadPart"),
        ({"signed": "nonesuch", "path": "/x"}, "nonesuch", "POST /x"),
        ({"target": "AWSCognitoIdentityProviderService.InitiateAuth"}, "cognito-idp",
         "InitiateAuth"),
        ({"method": "GET", "path": "/eu-west-1_pool/.well-known/jwks.json"}, "cognito-idp",
         "GET /.well-known/jwks.json"),
        ({"method": "GET", "path": "/bucket/key"}, "s3", "GetObject"),
        ({"method": "GET", "path": "/_aws/lambda/code/eu-west-1/0f"}, "embedded AWS",
         "GET /_aws/lambda/code"),
        ({"path": "/event", "host": "abc.appsync-api.eu-west-1.amazonaws.com"}, "appsync",
         "Publish"),
        ({"method": "GET", "path": "/prod/x", "host": "none.execute-api.eu-west-1.amazonaws.com"},
         "execute-api", "GET no route"),
    ],
)  # fmt: skip
def test_requests_have_the_name_of_their_operation(
    seen: Seen, request_: dict[str, object], service: str, operation: str
) -> None:
    name = name_of(seen(**request_), account="111111111111", region="eu-west-1")
    assert (name.service, name.operation) == (service, operation)
    signer = name.signer.access_key_id if name.signer else None
    assert signer == ("AKIDX" if "signed" in request_ else None)


def test_a_presigned_request_has_its_signer(seen: Seen) -> None:
    query = "X-Amz-Credential=AKIDQ%2F20260101%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Signature=0"
    name = name_of(seen("GET", "/bucket/key", query=query), account="1", region="eu-west-1")
    assert (name.service, name.operation) == ("s3", "GetObject")
    assert name.signer and name.signer.access_key_id == "AKIDQ"


@pytest.mark.parametrize(
    ("key", "agent", "caller"),
    [
        (None, "", Caller("unsigned")),
        (OWN.access_key_id, "", Caller("embedded AWS")),
        ("local", f"Boto3/1 {DEPLOYMENT}", Caller("deployment")),
        ("local", "Boto3/1", Caller("local")),
        ("ASIA1", "Boto3/1", Caller("service/reader", ROLE)),
    ],
)
def test_who_called(key: str | None, agent: str, caller: Caller) -> None:
    assert caller_of(key, agent, {"ASIA1": ROLE}.get) == caller


@pytest.mark.parametrize(
    ("headers", "body", "code"),
    [
        ([("X-Amzn-ErrorType", "com.amazonaws#NotFound:http://x/")], b"", "NotFound"),
        ([("x-amzn-query-error", "AWS.NonExistentQueue;Sender")], b"", "AWS.NonExistentQueue"),
        ([], b'{"__type": "com.amazon#AccessDeniedException"}', "AccessDeniedException"),
        ([], b"<Error><Code>NoSuchKey</Code><Message>m</Message></Error>", "NoSuchKey"),
        ([], b'{"message": "Forbidden"}', "HTTP 404"),
        ([], b"{broken", "HTTP 404"),
        ([], b"", "HTTP 404"),
    ],
)
def test_the_code_of_an_error(headers: list[tuple[str, str]], body: bytes, code: str) -> None:
    assert code_of(404, headers, body) == code
