"""Resources are made after what they refer to."""

from __future__ import annotations

from typing import Any

import pytest

from twin_local.engine.errors import TemplateError
from twin_local.engine.graph import ordered
from twin_local.engine.template import Resource


def resource(name: str, properties: dict[str, Any] | None = None, *after: str) -> Resource:
    return Resource(name, "AWS::SQS::Queue", properties or {}, depends_on=after)


def names(*resources: Resource) -> list[str]:
    return [one.logical_id for one in ordered({one.logical_id: one for one in resources})]


@pytest.mark.parametrize(
    "reference",
    [
        {"Ref": "B"},
        {"Fn::GetAtt": ["B", "Arn"]},
        {"Fn::GetAtt": "B.Arn"},
        {"Fn::Sub": "x${B}"},
        {"Fn::Sub": ["${y}", {"y": {"Ref": "B"}}]},
        {"Fn::If": ["C", {"Fn::Join": ["", [{"Ref": "B"}]]}, "x"]},
    ],
)
def test_every_kind_of_reference_orders(reference: object) -> None:
    assert names(resource("A", {"deep": [reference]}), resource("B")) == ["B", "A"]


def test_depends_on_orders() -> None:
    assert names(resource("A", None, "B"), resource("B")) == ["B", "A"]


def test_a_name_of_a_substitution_is_no_reference() -> None:
    own = {"Fn::Sub": ["${B}", {"B": "text"}]}
    both = (resource("A", {"x": own}), resource("B", {"y": {"Ref": "A"}}))
    assert names(*both) == ["A", "B"]


def test_a_circle_is_refused_and_named() -> None:
    with pytest.raises(TemplateError, match=r"circular dependency; found .*A.*B"):
        names(resource("A", {"x": {"Ref": "B"}}), resource("B", {"x": {"Ref": "A"}}))
