"""How long a value of a template may become."""

from __future__ import annotations

from pathlib import Path

import pytest

from twin_constructs.sizes.assembly import Assembly, Template
from twin_constructs.sizes.rendered import Renderer

TEMPLATE = Template(
    Path("a.template.json"),
    {
        "Resources": {
            "Role": {"Type": "AWS::IAM::Role"},
            "Topic": {"Type": "AWS::SNS::Topic"},
            "Pump": {"Type": "AWS::IoTSiteWise::Asset"},
        },
        "Outputs": {
            "Id": {"Value": {"Fn::GetAtt": ["Pump", "AssetId"]}, "Export": {"Name": "pump"}}
        },
    },
)
OTHER = Template(Path("b.template.json"), {"Resources": {}})
UUID = {"Fn::GetAtt": ["Pump", "AssetId"]}


@pytest.mark.parametrize(
    ("value", "length"),
    [
        ("text", 4),
        ({"Ref": "AWS::AccountId"}, 12),
        ({"Ref": "AWS::Region"}, 14),
        ({"Ref": "Role"}, 64),
        ({"Ref": "Topic"}, 150),
        ({"Ref": "SomeParameter"}, 150),
        (UUID, 36),
        ({"Fn::GetAtt": ["Role", "Arn"]}, 150),
        ({"Fn::Join": ["", ["/", UUID, "/*"]]}, 39),
        ({"Fn::Join": ["-", [{"Ref": "AWS::AccountId"}, "a", "b"]]}, 16),
        ({"Fn::Sub": "${AWS::AccountId}/${Pump.AssetId}/${!Kept}"}, 12 + 1 + 36 + 1 + 7),
        ({"Fn::Sub": ["${One}-${AWS::AccountId}", {"One": "four"}]}, 4 + 1 + 12),
        ({"Fn::If": ["Condition", "short", "longer"]}, 6),
        ({"Fn::Select": [0, ["short", "longer"]]}, 6),
        ({"Fn::Select": [1, {"Fn::Split": [":", {"Ref": "Topic"}]}]}, 150),
        ({"Fn::ImportValue": "pump"}, 36),
        ({"Fn::ImportValue": "of another app"}, 150),
        ({"Fn::FindInMap": ["Map", "a", "b"]}, 150),
    ],
)
def test_a_value_is_as_long_as_it_may_become(value: object, length: int) -> None:
    renderer = Renderer(Assembly((TEMPLATE, OTHER)), OTHER if "pump" in str(value) else TEMPLATE)
    assert len(str(renderer.render(value))) == length


def test_documents_keep_their_shape_and_lose_what_has_no_value() -> None:
    renderer = Renderer(Assembly((TEMPLATE,)), TEMPLATE)
    document = {"Statement": [{"Action": "a", "Sid": {"Ref": "AWS::NoValue"}}], "Number": 1}
    assert renderer.render(document) == {"Statement": [{"Action": "a"}], "Number": 1}
