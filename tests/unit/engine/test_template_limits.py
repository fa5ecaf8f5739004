"""A template has no more than CloudFormation takes."""

from __future__ import annotations

from typing import Any

import pytest

from twin_local.engine.errors import TemplateError
from twin_local.engine.template import read_template

TOPIC = {"Type": "AWS::SNS::Topic"}


def template(**sections: object) -> dict[str, Any]:
    return {"Resources": {"A": TOPIC}, **sections}


def many(number: int, member: object) -> dict[str, Any]:
    return {f"M{index}": member for index in range(number)}


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (template(Resources=many(501, TOPIC)), "Number of resources, 501"),
        (template(Outputs=many(201, {"Value": "x"})), "Number of outputs, 201"),
        (template(Parameters=many(201, {"Type": "String"})), "Number of parameters, 201"),
        (template(Mappings=many(201, {})), "Number of mappings, 201"),
        (template(Description="é" * 513), "'Description' length is greater than 1024"),
        (template(Resources={"A-B": TOPIC}), "name A-B is non alphanumeric"),
    ],
    ids=["resources", "outputs", "parameters", "mappings", "description", "name"],
)
def test_what_is_more_is_refused(raw: dict[str, Any], words: str) -> None:
    with pytest.raises(TemplateError, match=words):
        read_template(raw, stack="s")


def test_what_just_fits_is_read() -> None:
    raw = template(
        Resources=many(500, TOPIC), Outputs=many(200, {"Value": "x"}), Description="x" * 1024
    )
    assert len(read_template(raw, stack="s").resources) == 500
