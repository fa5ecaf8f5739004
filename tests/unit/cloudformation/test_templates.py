"""Reading templates and what requests give for them."""

from __future__ import annotations

from typing import Any

import pytest

from twin_local.services.cloudformation.exceptions import (
    InsufficientCapabilitiesException,
    ValidationError,
)
from twin_local.services.cloudformation.templates import (
    object_of,
    parameters_of,
    parse_template,
    require_capabilities,
)

DECLARED: dict[str, Any] = {
    "Parameters": {"Given": {"Type": "String"}, "Usual": {"Type": "String", "Default": "d"}}
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("!Ref Name", {"Ref": "Name"}),
        ("!GetAtt Thing.Arn", {"Fn::GetAtt": ["Thing", "Arn"]}),
        ("!GetAtt Thing.Inner.Arn", {"Fn::GetAtt": ["Thing", "Inner.Arn"]}),
        ("!Join ['-', [a, !Ref B]]", {"Fn::Join": ["-", ["a", {"Ref": "B"}]]}),
        ("!Sub ['${A}', {A: !Ref B}]", {"Fn::Sub": ["${A}", {"A": {"Ref": "B"}}]}),
        ("!Condition Yes", {"Condition": "Yes"}),
        ("2012-10-17", "2012-10-17"),
        ("'012'", "012"),
    ],
)
def test_short_functions_of_yaml_are_the_long_ones(text: str, expected: object) -> None:
    template = parse_template(f"Resources: {{Thing: {{Type: A::B::C, Properties: {{P: {text}}}}}}}")
    assert template["Resources"]["Thing"]["Properties"]["P"] == expected


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"Resources": []}', '{"Resources": {}}', '{"Resources": {"A": {}}}', "a: ["],
)
def test_what_is_no_template_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="Template format error"):
        parse_template(text)


def given(**values: str) -> dict[str, Any]:
    return {
        "Parameters": [
            {"ParameterKey": name, "ParameterValue": value} for name, value in values.items()
        ]
    }


def test_parameters_are_given_or_kept() -> None:
    assert parameters_of(given(Given="x"), DECLARED, {}) == {"Given": "x"}
    kept = {"Parameters": [{"ParameterKey": "Given", "UsePreviousValue": True}]}
    assert parameters_of(kept, DECLARED, {"Given": "before"}) == {"Given": "before"}


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (given(Given="x", Other="y"), r"\[Other\] do not exist"),
        (given(Usual="x"), r"\[Given\] must have values"),
        (
            {"Parameters": [{"ParameterKey": "Given", "UsePreviousValue": True}]},
            r"\[Given\] must have values",
        ),
    ],
)
def test_parameters_that_do_not_fit_are_refused(request_: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        parameters_of(request_, DECLARED, {})


@pytest.mark.parametrize(
    ("properties", "capabilities", "needed"),
    [
        ({}, [], "CAPABILITY_IAM"),
        ({}, ["CAPABILITY_AUTO_EXPAND"], "CAPABILITY_IAM"),
        ({"RoleName": "r"}, [], "CAPABILITY_NAMED_IAM"),
        ({"RoleName": "r"}, ["CAPABILITY_IAM"], "CAPABILITY_NAMED_IAM"),
        ({"RoleName": "r"}, ["CAPABILITY_NAMED_IAM"], None),
        ({}, ["CAPABILITY_IAM"], None),
        ({}, ["CAPABILITY_NAMED_IAM"], None),
    ],
)
def test_roles_need_a_capability(
    properties: dict[str, str], capabilities: list[str], needed: str | None
) -> None:
    template = {"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": properties}}}
    request = {"Capabilities": capabilities}
    if needed is None:
        require_capabilities(template, request)
        return
    with pytest.raises(InsufficientCapabilitiesException, match=rf"\[{needed}\]"):
        require_capabilities(template, request)


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:8701/bucket/folder/file.json",
        "https://s3.us-east-1.amazonaws.com/bucket/folder/file.json",
        "https://bucket.s3.us-east-1.amazonaws.com/folder/file.json",
        "https://bucket.s3.amazonaws.com/folder%2Ffile.json",
    ],
)
def test_an_object_is_found_by_its_address(url: str) -> None:
    assert object_of(url) == ("bucket", "folder/file.json")
