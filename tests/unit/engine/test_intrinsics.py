"""Intrinsic functions give what CloudFormation's user guide says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from twin_local.engine.errors import TemplateError
from twin_local.engine.intrinsics import NO_VALUE, evaluate
from twin_local.engine.scope import Unresolved


@dataclass(frozen=True)
class Names:
    """A scope with a few fixed names."""

    def reference(self, name: str) -> Any:  # noqa: ANN401
        known = {
            "AWS::Region": "eu-west-1",
            "AWS::NoValue": NO_VALUE,
            "Bucket": "bucket-1",
            "Later": Unresolved("<Later>"),
            "Zones": ["a", "b"],
        }
        if name not in known:
            raise TemplateError("unknown", found=name)
        return known[name]

    def attribute(self, logical_id: str, name: str) -> str:
        return f"{logical_id}/{name}"

    def exported(self, name: str) -> str:
        return f"export {name}"

    def stack_output(self, stack: str, output: str) -> str:
        return f"{stack}.{output}"

    def mapping(self, name: str, first: str, second: str) -> str:
        return f"{name}-{first}-{second}"

    def condition(self, name: str) -> bool:
        return name == "IsTrue"


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ({"Ref": "Bucket"}, "bucket-1"),
        ({"Fn::GetAtt": ["Bucket", "Arn"]}, "Bucket/Arn"),
        ({"Fn::GetAtt": "Bucket.Endpoint.Port"}, "Bucket/Endpoint.Port"),
        ({"Fn::Join": ["-", ["a", {"Ref": "Bucket"}, 3, True]]}, "a-bucket-1-3-true"),
        ({"Fn::Join": [",", {"Ref": "Zones"}]}, "a,b"),
        (
            {"Fn::Sub": "${AWS::Region}/${Bucket.Arn}/${!Literal}"},
            "eu-west-1/Bucket/Arn/${Literal}",
        ),
        ({"Fn::Sub": ["${X}-${Bucket}", {"X": {"Ref": "AWS::Region"}}]}, "eu-west-1-bucket-1"),
        ({"Fn::Select": ["1", ["a", "b"]]}, "b"),
        ({"Fn::Select": [0, {"Fn::Split": [":", "x:y"]}]}, "x"),
        ({"Fn::FindInMap": ["M", {"Ref": "AWS::Region"}, "k"]}, "M-eu-west-1-k"),
        ({"Fn::If": ["IsTrue", "yes", "no"]}, "yes"),
        ({"Fn::If": ["IsFalse", "yes", "no"]}, "no"),
        ({"Fn::And": [{"Condition": "IsTrue"}, {"Fn::Equals": ["1", 1]}]}, True),
        ({"Fn::Or": [{"Condition": "IsFalse"}, {"Fn::Not": [{"Condition": "IsFalse"}]}]}, True),
        ({"Fn::Contains": [["1", "2"], "2"]}, True),
        ({"Fn::ImportValue": {"Fn::Sub": "x-${AWS::Region}"}}, "export x-eu-west-1"),
        ({"Fn::GetStackOutput": {"StackName": "s", "OutputName": "o"}}, "s.o"),
        ({"Fn::Base64": "hello"}, "aGVsbG8="),
        ({"Fn::GetAZs": ""}, ["eu-west-1a", "eu-west-1b", "eu-west-1c"]),
        ({"Fn::Cidr": ["10.0.0.0/16", 2, "8"]}, ["10.0.0.0/24", "10.0.1.0/24"]),
        ({"Fn::ToJsonString": {"a": {"Ref": "Bucket"}}}, '{"a":"bucket-1"}'),
    ],
)
def test_a_function_gives_its_value(expression: object, expected: object) -> None:
    assert evaluate({"x": [expression]}, Names()) == {"x": [expected]}


def test_no_value_takes_the_property_and_the_item_away() -> None:
    template = {
        "a": {"Ref": "AWS::NoValue"},
        "b": [1, {"Fn::If": ["X", 2, {"Ref": "AWS::NoValue"}]}],
    }
    assert evaluate(template, Names()) == {"b": [1]}


def test_an_object_with_a_condition_member_is_not_a_function() -> None:
    statement = {"Condition": {"Bool": {"aws:SecureTransport": "false"}}}
    assert evaluate(statement, Names()) == statement


def test_an_unknown_function_is_refused() -> None:
    with pytest.raises(TemplateError, match="Fn::Transform is not known"):
        evaluate({"Fn::Transform": {"Name": "x"}}, Names())


def test_an_index_out_of_range_is_refused() -> None:
    with pytest.raises(TemplateError, match="out of range"):
        evaluate({"Fn::Select": [2, ["a"]]}, Names())


def test_the_output_of_another_region_is_refused() -> None:
    call = {"StackName": "s", "OutputName": "o", "Region": "us-east-1"}
    with pytest.raises(TemplateError, match="another region"):
        evaluate({"Fn::GetStackOutput": call}, Names())


@pytest.mark.parametrize(
    "expression",
    [
        {"Fn::Join": ["", ["a", {"Ref": "Later"}]]},
        {"Fn::Sub": "x-${Later}"},
        {"Fn::Select": [1, {"Fn::Split": ["/", {"Ref": "Later"}]}]},
    ],
)
def test_what_is_made_of_an_unknown_value_is_unknown(expression: object) -> None:
    assert isinstance(evaluate(expression, Names()), Unresolved)
