"""API calls as they are recorded at the front and within."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.integration.execution.conftest import ACCOUNT, REGION
from tests.integration.execution.observation.conftest import Observed
from twin_local.execution import in_process

NO_EXECUTION = f"arn:aws:states:{REGION}:{ACCOUNT}:execution:observed:none"
READER = f"arn:aws:iam::{ACCOUNT}:role/observed-reader"


@pytest.fixture(scope="module")
def reader(observed: Observed) -> Iterator[Any]:
    """Return a DynamoDB client of a role that may only list tables."""
    iam = observed.client("iam")
    nobody = json.dumps({"Version": "2012-10-17", "Statement": []})
    iam.create_role(RoleName="observed-reader", AssumeRolePolicyDocument=nobody)
    may = {"Effect": "Allow", "Action": "dynamodb:ListTables", "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": may})
    iam.put_role_policy(RoleName="observed-reader", PolicyName="p", PolicyDocument=document)
    keys = observed.execution.credentials.of_role(READER)
    yield observed.client(
        "dynamodb", keys.access_key_id, keys.secret_access_key, keys.session_token
    )
    iam.delete_role_policy(RoleName="observed-reader", PolicyName="p")
    iam.delete_role(RoleName="observed-reader")


def latest(observed: Observed, service: str) -> dict[str, Any]:
    """Return the newest call of a service."""
    call: dict[str, Any] = observed.ask("calls", service=service)["calls"][0]
    return call


def test_calls_by_key_and_by_role(observed: Observed, reader: Any) -> None:
    observed.client("sts").get_caller_identity()
    call = latest(observed, "sts")
    assert (call["operation"], call["caller"], call["status"]) == ("GetCallerIdentity", "test", 200)
    assert call["milliseconds"] > 0
    reader.list_tables()
    call = latest(observed, "dynamodb")
    assert (call["operation"], call["caller"]) == ("ListTables", "observed-reader")
    assert call["caller_arn"] == READER


def test_a_denied_call_is_there_with_its_reason(observed: Observed, reader: Any) -> None:
    before = observed.ask("overview")["denied"]
    with pytest.raises(ClientError, match="AccessDenied"):
        reader.get_item(TableName="observed", Key={"id": {"S": "1"}})
    told = observed.ask("calls", service="dynamodb", failed="yes")
    assert told["calls"][0]["operation"] == "GetItem"
    assert told["calls"][0]["error"] == "AccessDeniedException"
    denied = told["denied"][0]
    assert (denied["role"], denied["action"]) == (READER, "dynamodb:GetItem")
    assert denied["resource"] == f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/observed"
    assert "no identity-based policy allows" in denied["reason"]
    assert observed.ask("overview")["denied"] == before + 1


@pytest.mark.parametrize(
    ("service", "operation", "arguments", "named", "error"),
    [
        ("s3", "get_object", {"Bucket": "observed-none", "Key": "k"}, "GetObject", "NoSuchBucket"),
        ("s3", "head_object", {"Bucket": "observed-none", "Key": "k"}, "HeadObject", "HTTP 404"),
        ("sqs", "get_queue_url", {"QueueName": "none"}, "GetQueueUrl", "QueueDoesNotExist"),
        ("iam", "get_role", {"RoleName": "none"}, "GetRole", "NoSuchEntity"),
        ("lambda", "get_function", {"FunctionName": "none"}, "GetFunction",
         "ResourceNotFoundException"),
        ("stepfunctions", "describe_execution", {"executionArn": NO_EXECUTION},
         "DescribeExecution", "ExecutionDoesNotExist"),
    ],
)  # fmt: skip
def test_errors_have_their_code_and_still_reach_the_caller(
    observed: Observed, service: str, operation: str, arguments: Any, named: str, error: str
) -> None:
    with pytest.raises(ClientError):
        getattr(observed.client(service), operation)(**arguments)
    call = latest(observed, service)
    assert (call["operation"], call["error"]) == (named, error)


def test_calls_that_services_make_are_recorded_with_their_role(observed: Observed) -> None:
    in_process.client("sqs", REGION).list_queues()
    assert latest(observed, "sqs")["caller"] == "embedded AWS"
    in_process.client("iam", REGION).list_roles()
    call = latest(observed, "iam")
    assert (call["operation"], call["caller"]) == ("ListRoles", "embedded AWS")
    with pytest.raises(ClientError, match="AccessDenied"):
        in_process.client("sqs", REGION, READER).list_queues()
    call = latest(observed, "sqs")
    assert (call["caller"], call["error"]) == ("observed-reader", "AccessDeniedException")


def test_sums_and_counts_agree_and_looking_is_no_call(observed: Observed) -> None:
    sts = observed.client("sts")
    before = observed.ask("calls")
    for _ in range(3):
        sts.get_caller_identity()
    after = observed.ask("calls")
    assert after["total"] == before["total"] + 3
    assert sum(use["count"] for use in after["operations"]) == after["kept"]
    [use] = [one for one in after["operations"] if one["operation"] == "GetCallerIdentity"]
    assert use["count"] >= 3 and 0 < use["p50_ms"] <= use["p99_ms"]
    assert len(after["per_second"]) == 60
    assert observed.ask("calls", limit=2)["found"] == after["kept"]
    assert len(observed.ask("calls", limit=2)["calls"]) == 2
