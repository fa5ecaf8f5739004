"""What is too large for AWS is a finding that fails the synth; what just fits is none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from twin_constructs.sizes.assembly import Assembly, Template, read
from twin_constructs.sizes.check import excesses

Resources = dict[str, dict[str, Any]]
ROLE_OF = {"Fn::GetAtt": ["Role", "Arn"]}
EMPTY = {"Version": "2012-10-17", "Statement": []}


def policy(length: int) -> dict[str, Any]:
    """Return a policy of so many characters."""
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": ""}
    document = {"Version": "2012-10-17", "Statement": [statement]}
    missing = length - len(json.dumps(document, separators=(",", ":")))
    statement["Resource"] = "r" * missing
    return document


def role(**properties: object) -> dict[str, Any]:
    return {
        "Type": "AWS::IAM::Role",
        "Properties": {"AssumeRolePolicyDocument": EMPTY, **properties},
    }


def inline(length: int) -> dict[str, Any]:
    """Return a policy of the role `Role`."""
    properties = {"PolicyDocument": policy(length), "Roles": [{"Ref": "Role"}]}
    return {"Type": "AWS::IAM::Policy", "Properties": properties}


def function(**properties: object) -> dict[str, Any]:
    return {"Type": "AWS::Lambda::Function", "Properties": {"Role": ROLE_OF, **properties}}


def permission(source: str) -> dict[str, Any]:
    properties = {
        "Action": "lambda:InvokeFunction",
        "FunctionName": {"Fn::GetAtt": ["Function", "Arn"]},
        "Principal": "iot.amazonaws.com",
        "SourceAccount": {"Ref": "AWS::AccountId"},
        "SourceArn": source,
    }
    return {"Type": "AWS::Lambda::Permission", "Properties": properties}


def environment(length: int) -> dict[str, Any]:
    """Return environment variables of so many bytes as JSON."""
    return {"Variables": {"A": "v" * (length - len('{"A":""}'))}}


def owned(kind: str, length: int) -> dict[str, Any]:
    return {"Type": kind, "Properties": {"PolicyDocument": policy(length)}}


def assembly(resources: Resources) -> Assembly:
    return Assembly((Template(Path("a.template.json"), {"Resources": resources}),))


def found(resources: Resources) -> list[tuple[str, str, int]]:
    return [(one.rule, one.logical_id, one.size) for _, one in excesses(assembly(resources))]


CASES: dict[str, tuple[Resources, Resources, tuple[str, str, int]]] = {
    "inline policies together": (
        {"Role": role(), "One": inline(5_000), "Two": inline(5_240)},
        {"Role": role(), "One": inline(5_000), "Two": inline(5_241)},
        ("IAM_POLICY_TOO_LARGE", "Role", 10_241),
    ),
    "inline policies of the role itself": (
        {"Role": role(Policies=[{"PolicyDocument": policy(10_000)}]), "One": inline(240)},
        {"Role": role(Policies=[{"PolicyDocument": policy(10_000)}]), "One": inline(241)},
        ("IAM_POLICY_TOO_LARGE", "Role", 10_241),
    ),
    "trust": (
        {"Role": role(AssumeRolePolicyDocument=policy(2_048))},
        {"Role": role(AssumeRolePolicyDocument=policy(2_049))},
        ("IAM_TRUST_POLICY_TOO_LARGE", "Role", 2_049),
    ),
    "managed": (
        {"Managed": owned("AWS::IAM::ManagedPolicy", 6_144)},
        {"Managed": owned("AWS::IAM::ManagedPolicy", 6_145)},
        ("IAM_POLICY_TOO_LARGE", "Managed", 6_145),
    ),
    "managed policies of a role": (
        {"Role": role(ManagedPolicyArns=["arn"] * 10)},
        {"Role": role(ManagedPolicyArns=["arn"] * 11)},
        ("IAM_TOO_MANY_POLICIES", "Role", 11),
    ),
    "device": (
        {"Device": owned("AWS::IoT::Policy", 2_048)},
        {"Device": owned("AWS::IoT::Policy", 2_049)},
        ("IOT_POLICY_TOO_LARGE", "Device", 2_049),
    ),
    "bucket": (
        {"Files": owned("AWS::S3::BucketPolicy", 20_480)},
        {"Files": owned("AWS::S3::BucketPolicy", 20_481)},
        ("RESOURCE_POLICY_TOO_LARGE", "Files", 20_481),
    ),
    "queue": (
        {"Queue": owned("AWS::SQS::QueuePolicy", 8_192)},
        {"Queue": owned("AWS::SQS::QueuePolicy", 8_193)},
        ("RESOURCE_POLICY_TOO_LARGE", "Queue", 8_193),
    ),
    "environment": (
        {"Function": function(Environment=environment(4_096))},
        {"Function": function(Environment=environment(4_097))},
        ("LAMBDA_ENVIRONMENT_TOO_LARGE", "Function", 4_097),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_fits_is_no_finding_and_one_more_is(case: str) -> None:
    fits, too_large, expected = CASES[case]
    assert found(fits) == []
    assert found(too_large) == [expected]


def test_permissions_of_a_function_add_up() -> None:
    callers = {f"P{number}": permission("arn" * 30) for number in range(60)}
    [(rule, name, size)] = found({"Function": function(), **callers})
    assert (rule, name) == ("LAMBDA_POLICY_TOO_LARGE", "Function")
    assert size > 20_480
    assert found({"Function": function(), **dict(list(callers.items())[:20])}) == []


def test_a_policy_counts_for_the_role_of_another_template() -> None:
    export = {"Value": {"Ref": "Role"}, "Export": {"Name": "the-role"}}
    first = {"Resources": {"Role": role(), "Own": inline(10_000)}, "Outputs": {"Out": export}}
    more = inline(241)
    more["Properties"]["Roles"] = [{"Fn::ImportValue": "the-role"}]
    templates = (
        Template(Path("a.template.json"), first),
        Template(Path("b.template.json"), {"Resources": {"More": more}}),
    )
    [(template, excess)] = excesses(Assembly(templates))
    assert (template.path.name, excess.logical_id, excess.size) == (
        "a.template.json",
        "Role",
        10_241,
    )


def test_the_unpacked_code_of_a_function_is_what_counts(tmp_path: Path) -> None:
    code = tmp_path / "asset.1"
    code.mkdir()
    with (code / "large.bin").open("wb") as file:
        file.truncate(250 * 1024 * 1024)
    destination = {"current": {"bucketName": "assets", "objectKey": "1.zip"}}
    files = {"1": {"source": {"path": "asset.1"}, "destinations": destination}}
    (tmp_path / "a.assets.json").write_text(json.dumps({"files": files}))
    resources = {"Function": function(Code={"S3Bucket": "assets", "S3Key": "1.zip"})}
    template = tmp_path / "a.template.json"
    template.write_text(json.dumps({"Resources": resources}))
    assert list(excesses(read([str(template)]))) == []
    (code / "handler.py").write_text("#")
    [(_, excess)] = excesses(read([str(template)]))
    assert excess.rule == "LAMBDA_CODE_TOO_LARGE"
    assert excess.size == 250 * 1024 * 1024 + 1
