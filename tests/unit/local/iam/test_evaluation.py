"""Policies are evaluated as the IAM user guide says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from twin_local.iam.errors import OperatorUnknown, PolicyMalformed
from twin_local.iam.evaluation import AccessRequest, decide
from twin_local.iam.policy import read_policy

TABLE = "arn:aws:dynamodb:eu-central-1:111111111111:table/runs"


def allowed(
    statement: dict[str, Any] | list[dict[str, Any]],
    action: str = "dynamodb:GetItem",
    resource: str = TABLE,
    context: Mapping[str, str | list[str]] | None = None,
) -> bool:
    statements = read_policy({"Statement": statement}, name="policy")
    values = {
        key.lower(): [value] if isinstance(value, str) else value
        for key, value in (context or {}).items()
    }
    return decide(AccessRequest(action, resource, values), statements).is_allowed


def allow(**more: object) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": TABLE, **more}


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("dynamodb:GetItem", True),
        ("dynamodb:getitem", True),
        ("DynamoDB:*", True),
        ("dynamodb:Get*", True),
        ("dynamodb:G?tItem", True),
        ("*", True),
        ("dynamodb:PutItem", False),
        ("dynamodb:Get", False),
        ("s3:*", False),
    ],
)
def test_actions_are_patterns_without_case(action: str, expected: bool) -> None:
    assert allowed(allow(Action=action)) is expected


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        (TABLE, True),
        ("*", True),
        (TABLE + "*", True),
        (TABLE + "/index/*", False),
        ("arn:aws:dynamodb:*:111111111111:table/*", True),
        ("arn:aws:dynamodb:*:table/*", False),
        (TABLE.replace("runs", "Runs"), False),
        ("arn:*", False),
    ],
)
def test_resources_are_patterns_within_their_parts(resource: str, expected: bool) -> None:
    assert allowed(allow(Resource=resource)) is expected


def test_nothing_is_allowed_by_nothing() -> None:
    assert decide(AccessRequest("s3:GetObject"), ()).outcome == "no statement allows"


def test_a_deny_wins_over_every_allow() -> None:
    deny = {"Effect": "Deny", "Action": "dynamodb:*", "Resource": "*", "Sid": "Never"}
    statements = read_policy({"Statement": [allow(), deny]}, name="p")
    decision = decide(AccessRequest("dynamodb:GetItem", TABLE), statements)
    assert decision.outcome == "explicit deny"
    assert decision.by is not None and decision.by.name == "p#Never"


def test_what_is_excluded_is_not_covered() -> None:
    others = {"Effect": "Allow", "NotAction": "dynamodb:Delete*", "NotResource": TABLE}
    assert not allowed(others)
    assert allowed(others, resource=TABLE + "2")
    assert not allowed(others, action="dynamodb:DeleteItem", resource=TABLE + "2")


@pytest.mark.parametrize(
    ("condition", "context", "expected"),
    [
        ({"StringEquals": {"aws:RequestedRegion": "a"}}, {"aws:RequestedRegion": "a"}, True),
        (
            {"StringEquals": {"aws:requestedregion": ["b", "a"]}},
            {"aws:RequestedRegion": "a"},
            True,
        ),
        ({"StringEquals": {"k": "a"}}, {"k": "A"}, False),
        ({"StringEquals": {"k": "a"}}, {}, False),
        ({"StringEqualsIfExists": {"k": "a"}}, {}, True),
        ({"StringEqualsIfExists": {"k": "a"}}, {"k": "b"}, False),
        ({"StringNotEquals": {"k": "a"}}, {"k": "b"}, True),
        ({"StringNotEquals": {"k": "a"}}, {}, True),
        ({"StringNotEquals": {"k": ["a", "b"]}}, {"k": "b"}, False),
        ({"StringEqualsIgnoreCase": {"k": "a"}}, {"k": "A"}, True),
        ({"StringLike": {"k": "a*c?"}}, {"k": "abbcd"}, True),
        ({"StringNotLike": {"k": "a*"}}, {"k": "abc"}, False),
        ({"NumericLessThanEquals": {"k": "10"}}, {"k": "9.5"}, True),
        ({"NumericLessThanEquals": {"k": 10}}, {"k": "11"}, False),
        ({"NumericGreaterThan": {"k": "10"}}, {"k": "many"}, False),
        ({"NumericNotEquals": {"k": "10"}}, {"k": "11"}, True),
        ({"DateLessThan": {"k": "2026-01-01T00:00:00Z"}}, {"k": "2025-12-31T23:59:59Z"}, True),
        ({"DateGreaterThan": {"k": "2026-01-01T00:00:00Z"}}, {"k": "1700000000"}, False),
        ({"Bool": {"aws:SecureTransport": "true"}}, {"aws:SecureTransport": "true"}, True),
        ({"Bool": {"aws:SecureTransport": False}}, {"aws:SecureTransport": "true"}, False),
        ({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, {"aws:SourceIp": "10.2.3.4"}, True),
        ({"NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, {"aws:SourceIp": "10.2.3.4"}, False),
        ({"ArnLike": {"k": "arn:aws:s3:::a*"}}, {"k": "arn:aws:s3:::abc"}, True),
        ({"ArnNotEquals": {"k": "arn:aws:s3:::a"}}, {"k": "arn:aws:s3:::b"}, True),
        ({"Null": {"k": "true"}}, {}, True),
        ({"Null": {"k": "false"}}, {"k": "x"}, True),
        ({"Null": {"k": True}}, {"k": "x"}, False),
        ({"ForAllValues:StringEquals": {"k": ["a", "b"]}}, {"k": ["a"]}, True),
        ({"ForAllValues:StringEquals": {"k": ["a", "b"]}}, {"k": ["a", "c"]}, False),
        ({"ForAllValues:StringEquals": {"k": ["a", "b"]}}, {}, True),
        ({"ForAnyValue:StringLike": {"k": "a*"}}, {"k": ["b", "ab"]}, True),
        ({"ForAnyValue:StringLike": {"k": "a*"}}, {}, False),
        ({"StringEquals": {"k": "a", "l": "b"}}, {"k": "a", "l": "c"}, False),
    ],
)
def test_conditions(
    condition: dict[str, Any], context: dict[str, str | list[str]], expected: bool
) -> None:
    assert allowed(allow(Condition=condition), context=context) is expected


def test_an_unknown_operator_is_an_error_and_no_guess() -> None:
    with pytest.raises(OperatorUnknown, match="sounds"):
        allowed(allow(Condition={"SoundsLike": {"k": "a"}}))


@pytest.mark.parametrize(
    ("resource", "name", "expected"),
    [
        ("arn:aws:iot:::topic/${iot:Name}/x", "pump", True),
        ("arn:aws:iot:::topic/${iot:Name}/x", "valve", False),
        ("arn:aws:iot:::topic/${iot:Name}/x", "*", False),
        ("arn:aws:iot:::topic/${iot:Other, 'pump'}/x", "any", True),
        ("arn:aws:iot:::topic/${iot:Other}/x", "any", False),
        ("arn:aws:iot:::topic/${*}/x", "any", False),
    ],
)
def test_variables_are_filled_in_literally(resource: str, name: str, expected: bool) -> None:
    found = allowed(
        allow(Action="iot:Publish", Resource=resource),
        action="iot:Publish",
        resource="arn:aws:iot:::topic/pump/x",
        context={"iot:Name": name},
    )
    assert found is expected


@pytest.mark.parametrize(
    "document",
    ["", "{}", "[]", '{"Statement": [{"Effect": "Maybe"}]}', '{"Statement": ["Allow"]}'],
)
def test_what_is_no_policy_is_refused(document: str) -> None:
    with pytest.raises(PolicyMalformed):
        read_policy(document, name="broken")
