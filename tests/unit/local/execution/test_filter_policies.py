"""Filter policies of subscriptions: every operator, on attributes and on the body."""

from __future__ import annotations

import json
from typing import Any

import pytest

from twin_local.execution.topics.filter_policy import is_for

ATTRIBUTES: dict[str, Any] = {
    "store": {"Type": "String", "Value": "example_corp"},
    "price": {"Type": "Number", "Value": "100.5"},
    "teams": {"Type": "String.Array", "Value": '["red", "blue", 7, true]'},
    "ip": {"Type": "String", "Value": "10.0.0.17"},
    "raw": {"Type": "Binary", "Value": "aGk="},
}


@pytest.mark.parametrize(
    ("policy", "passes"),
    [
        ({"store": ["example_corp"]}, True),
        ({"store": ["other", "example_corp"]}, True),
        ({"store": ["Example_Corp"]}, False),
        ({"store": [{"equals-ignore-case": "EXAMPLE_corp"}]}, True),
        ({"store": [{"prefix": "example"}]}, True),
        ({"store": [{"suffix": "corp"}]}, True),
        ({"store": [{"wildcard": "ex*_c*"}]}, True),
        ({"store": [{"wildcard": "ex*_d*"}]}, False),
        ({"store": [{"anything-but": ["other"]}]}, True),
        ({"store": [{"anything-but": ["example_corp"]}]}, False),
        ({"store": [{"anything-but": {"prefix": "example"}}]}, False),
        ({"store": [{"anything-but": {"suffix": "inc"}}]}, True),
        ({"store": [{"anything-but": {"wildcard": "*corp"}}]}, False),
        ({"nothing": [{"anything-but": ["x"]}]}, False),
        ({"store": [{"exists": True}]}, True),
        ({"store": [{"exists": False}]}, False),
        ({"nothing": [{"exists": False}]}, True),
        ({"price": [100.5]}, True),
        ({"price": ["100.5"]}, False),
        ({"price": [{"numeric": [">", 100, "<=", 150]}]}, True),
        ({"price": [{"numeric": ["=", 100.50]}]}, True),
        ({"price": [{"numeric": ["<", 100]}]}, False),
        ({"price": [{"anything-but": [100.5]}]}, False),
        ({"teams": ["blue"]}, True),
        ({"teams": [7]}, True),
        ({"teams": [True]}, True),
        ({"teams": ["green"]}, False),
        ({"ip": [{"cidr": "10.0.0.0/24"}]}, True),
        ({"ip": [{"cidr": "10.0.1.0/24"}]}, False),
        ({"raw": [{"exists": True}]}, False),
        ({"store": ["example_corp"], "price": [1]}, False),
        ({"$or": [{"store": ["no"]}, {"price": [100.5]}]}, True),
    ],
)
def test_attributes(policy: dict[str, Any], passes: bool) -> None:
    assert is_for(policy, None, ATTRIBUTES, "text") is passes


@pytest.mark.parametrize(
    ("policy", "body", "passes"),
    [
        ({"a": {"b": [1]}}, {"a": {"b": 1}}, True),
        ({"a": {"b": [1]}}, {"a": {"b": "1"}}, False),
        ({"a": {"b": ["x"]}}, {"a": [{"b": "y"}, {"b": "x"}]}, True),
        ({"a": [None]}, {"a": None}, True),
        ({"a": [False]}, {"a": False}, True),
        ({"a": [{"exists": False}]}, {"b": 1}, True),
        ({"a": ["x"]}, ["a", "x"], False),
        ({"a": ["x"]}, "no object", False),
    ],
)
def test_body(policy: dict[str, Any], body: object, passes: bool) -> None:
    assert is_for(policy, "MessageBody", None, json.dumps(body)) is passes


def test_a_body_that_is_no_json_passes_no_policy_and_no_policy_lets_all_pass() -> None:
    assert not is_for({"a": ["x"]}, "MessageBody", None, "{")
    assert is_for({}, "MessageBody", None, "{")
    assert is_for(None, None, None, "text")
