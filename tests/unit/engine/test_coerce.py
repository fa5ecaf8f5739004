"""Properties become API parameters by name and shape; what fits nowhere is reported."""

from __future__ import annotations

from typing import Any

import botocore.session
import pytest
from botocore.model import StructureShape

from twin_local.engine.coerce import Coercion
from twin_local.engine.scope import Unresolved


def shape(service: str, operation: str) -> StructureShape:
    model = botocore.session.get_session().get_service_model(service)
    found = model.operation_model(operation).input_shape
    assert isinstance(found, StructureShape)
    return found


def coerced(
    service: str, operation: str, value: dict[str, Any], **names: str
) -> tuple[dict[str, Any], list[str]]:
    coercion = Coercion(names=names)
    return coercion.members(shape(service, operation), value, ""), coercion.dropped


@pytest.mark.parametrize(
    ("service", "operation", "given", "expected"),
    [
        ("batch", "CreateJobQueue", {"Priority": "1"}, {"priority": 1}),
        ("batch", "CreateComputeEnvironment", {"Type": "managed"}, {"type": "MANAGED"}),
        (
            "lambda",
            "CreateFunction",
            {"Tags": [{"Key": "site", "Value": "demo"}], "Publish": "true"},
            {"Tags": {"site": "demo"}, "Publish": True},
        ),
        (
            "ssm",
            "PutParameter",
            {"Tags": {"site": "demo"}},
            {"Tags": [{"Key": "site", "Value": "demo"}]},
        ),
        (
            "iam",
            "CreateRole",
            {"AssumeRolePolicyDocument": {"Version": "2012-10-17"}},
            {"AssumeRolePolicyDocument": '{"Version": "2012-10-17"}'},
        ),
        (
            "cloudfront",
            "CreateDistribution",
            {"DistributionConfig": {"Aliases": ["a.example"]}},
            {"DistributionConfig": {"Aliases": {"Quantity": 1, "Items": ["a.example"]}}},
        ),
        (
            "greengrassv2",
            "CreateComponentVersion",
            {"InlineRecipe": "{}"},
            {"inlineRecipe": b"{}"},
        ),
    ],
)
def test_a_property_takes_the_form_of_the_api(
    service: str, operation: str, given: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert coerced(service, operation, given) == (expected, [])


def test_what_the_api_has_no_member_for_is_reported_with_its_path() -> None:
    given = {"ContainerProperties": {"Image": "x", "Colour": "red"}, "Taste": 1}
    _, dropped = coerced("batch", "RegisterJobDefinition", given)
    assert dropped == ["ContainerProperties.Colour", "Taste"]


def test_a_given_name_wins_over_the_case_rule() -> None:
    found, dropped = coerced("s3", "CreateBucket", {"BucketName": "b"}, BucketName="Bucket")
    assert (found, dropped) == ({"Bucket": "b"}, [])


def test_an_unknown_value_stands_in_for_any_shape() -> None:
    later = Unresolved("<x>")
    given = {"Priority": later, "Tags": later, "ComputeEnvironmentOrder": later}
    found, dropped = coerced("batch", "CreateJobQueue", given)
    assert dropped == []
    assert found == {"priority": later, "tags": {}, "computeEnvironmentOrder": []}


def test_a_text_where_an_object_is_needed_is_refused() -> None:
    with pytest.raises(ValueError, match="ContainerProperties: an object is needed"):
        coerced("batch", "RegisterJobDefinition", {"ContainerProperties": "text"})
