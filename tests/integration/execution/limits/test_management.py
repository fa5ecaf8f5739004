"""IAM, Parameter Store, Secrets Manager, ECR and AWS IoT Core: what is too long or too many."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from tests.integration.execution.conftest import ROLE, trusting
from tests.integration.execution.refusals import Refuse

Client = Callable[[str], Any]
NAME = "limits"


def document(length: int) -> str:
    """Return a policy of so many characters, white space not counted, with some of it."""
    resource = "arn:aws:s3:::"
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": resource}
    shape = {"Version": "2012-10-17", "Statement": [statement]}
    counted = len(json.dumps(shape, separators=(",", ":")))
    statement["Resource"] = resource + "b" * (length - counted)
    return json.dumps(shape, indent=4)


@pytest.fixture(scope="module")
def role(aws: object, unchecked: Client) -> Iterator[str]:
    iam = unchecked("iam")
    iam.create_role(RoleName=NAME, AssumeRolePolicyDocument=trusting("lambda"))
    yield NAME
    for policy in iam.list_role_policies(RoleName=NAME)["PolicyNames"]:
        iam.delete_role_policy(RoleName=NAME, PolicyName=policy)
    iam.delete_role(RoleName=NAME)


def trust(length: int) -> dict[str, Any]:
    given = json.loads(trusting("lambda"))
    given["Statement"][0]["Condition"] = {"StringEquals": {"aws:SourceArn": "x" * length}}
    return {"RoleName": "long", "AssumeRolePolicyDocument": json.dumps(given)}


ROLES: dict[str, tuple[str, Mapping[str, Any], str, int]] = {
    "inline policy over 10,240": (
        "put_role_policy",
        {"RoleName": NAME, "PolicyName": "p", "PolicyDocument": document(10_241)},
        "LimitExceeded",
        409,
    ),
    "trust policy over 2,048": ("create_role", trust(2_048), "LimitExceeded", 409),
    "managed policy over 6,144": (
        "create_policy",
        {"PolicyName": "m", "PolicyDocument": document(6_145)},
        "LimitExceeded",
        409,
    ),
    "no policy": (
        "put_role_policy",
        {"RoleName": NAME, "PolicyName": "p", "PolicyDocument": "{"},
        "MalformedPolicyDocument",
        400,
    ),
    "role name of 65": ("create_role", {**trust(1), "RoleName": "r" * 65}, "ValidationError", 400),
    "session under an hour": (
        "create_role",
        {**trust(1), "MaxSessionDuration": 3599},
        "ValidationError",
        400,
    ),
    "no such role": ("get_role", {"RoleName": "none"}, "NoSuchEntity", 404),
}


@pytest.mark.parametrize("case", ROLES)
def test_roles(refuse: Refuse, role: str, case: str) -> None:
    operation, parameters, code, status = ROLES[case]
    refusal = refuse("iam", operation, parameters)
    assert (refusal.code, refusal.status) == (code, status)


def test_inline_policies_count_together_and_without_white_space(
    client: Client, refuse: Refuse, role: str
) -> None:
    put = client("iam").put_role_policy
    put(RoleName=role, PolicyName="one", PolicyDocument=document(10_000))
    put(RoleName=role, PolicyName="two", PolicyDocument=document(240))
    put(RoleName=role, PolicyName="two", PolicyDocument=document(200))
    more = {"RoleName": role, "PolicyName": "three", "PolicyDocument": document(200)}
    assert refuse("iam", "put_role_policy", more).code == "LimitExceeded"


def test_a_role_has_ten_managed_policies_and_a_policy_five_versions(
    client: Client, refuse: Refuse, role: str
) -> None:
    iam = client("iam")
    arns = [
        iam.create_policy(PolicyName=f"m{i}", PolicyDocument=document(200))["Policy"]["Arn"]
        for i in range(11)
    ]
    for arn in [*arns[:10], arns[0]]:
        iam.attach_role_policy(RoleName=role, PolicyArn=arn)
    more = {"RoleName": role, "PolicyArn": arns[10]}
    assert refuse("iam", "attach_role_policy", more).code == "LimitExceeded"
    version = {"PolicyArn": arns[10], "PolicyDocument": document(6_144)}
    for _ in range(4):
        iam.create_policy_version(**version)
    assert refuse("iam", "create_policy_version", version).code == "LimitExceeded"
    for arn in arns[:10]:
        iam.detach_role_policy(RoleName=role, PolicyArn=arn)


VALUES: dict[str, tuple[str, str, Mapping[str, Any], str]] = {
    "standard parameter over 4 KB": (
        "ssm",
        "put_parameter",
        {"Name": NAME, "Type": "String", "Value": "x" * 4097},
        "ValidationException",
    ),
    "advanced parameter over 8 KB": (
        "ssm",
        "put_parameter",
        {"Name": NAME, "Type": "String", "Value": "x" * 8193, "Tier": "Advanced"},
        "ValidationException",
    ),
    "11 parameters": (
        "ssm",
        "get_parameters",
        {"Names": [str(i) for i in range(11)]},
        "ValidationException",
    ),
    "no such parameter": ("ssm", "get_parameter", {"Name": "none"}, "ParameterNotFound"),
    "secret over 64 KB": (
        "secretsmanager",
        "create_secret",
        {"Name": NAME, "SecretString": "secret" * 11_000},
        "InvalidParameterException",
    ),
    "repository in upper case": (
        "ecr",
        "create_repository",
        {"repositoryName": "Upper"},
        "InvalidParameterException",
    ),
    "no such repository": (
        "ecr",
        "describe_repositories",
        {"repositoryNames": ["none"]},
        "RepositoryNotFoundException",
    ),
}


@pytest.mark.parametrize("case", VALUES)
def test_values(refuse: Refuse, case: str) -> None:
    service, operation, parameters, code = VALUES[case]
    refusal = refuse(service, operation, parameters)
    assert (refusal.code, refusal.status) == (code, 400)
    assert "secretsecret" not in refusal.message


def test_the_longest_parameters_are_taken(client: Client) -> None:
    ssm = client("ssm")
    ssm.put_parameter(Name="standard", Type="String", Value="x" * 4096)
    ssm.put_parameter(Name="advanced", Type="String", Value="x" * 8192, Tier="Advanced")
    ssm.delete_parameters(Names=["standard", "advanced"])


DEEP = json.loads('{"a":' * 9 + "1" + "}" * 9)
QUEUE = {"roleArn": ROLE, "queueUrl": "http://127.0.0.1/q"}
RULE = {"sql": "SELECT * FROM 'a'", "awsIotSqlVersion": "2016-03-23"}


def shadow(state: object, **more: object) -> dict[str, Any]:
    return {"thingName": NAME, "payload": json.dumps({"state": {"reported": state}, **more})}


REFUSED_REQUESTS: dict[str, tuple[str, str, Mapping[str, Any]]] = {
    "payload over 128 KB": ("iot-data", "publish", {"topic": "a", "payload": b"x" * 131_073}),
    "8 slashes": ("iot-data", "publish", {"topic": "a/" * 8 + "a", "payload": b""}),
    "topic of 257 bytes": ("iot-data", "publish", {"topic": "é" * 128 + "a", "payload": b""}),
    "wildcard": ("iot-data", "publish", {"topic": "a/#", "payload": b""}),
    "QoS 2": ("iot-data", "publish", {"topic": "a", "payload": b"", "qos": 2}),
    "9 levels": ("iot-data", "update_thing_shadow", shadow(DEEP)),
    "token of 65": ("iot-data", "update_thing_shadow", shadow({"a": 1}, clientToken="c" * 65)),
    "11 actions": (
        "iot",
        "create_topic_rule",
        {"ruleName": "r", "topicRulePayload": {**RULE, "actions": [{"sqs": QUEUE}] * 11}},
    ),
    "thing name of 129": ("iot", "create_thing", {"thingName": "t" * 129}),
}
SHADOW_OVER_8_KB = ("iot-data", "update_thing_shadow", shadow("x" * 8192))
OTHER_VERSION = ("iot-data", "update_thing_shadow", shadow({"a": 1}, version=9))
NO_SHADOW = ("iot-data", "get_thing_shadow", {"thingName": "none"})
OTHERS: dict[str, tuple[tuple[str, str, Mapping[str, Any]], str, int]] = {
    "shadow over 8 KB": (SHADOW_OVER_8_KB, "RequestEntityTooLargeException", 413),
    "other version": (OTHER_VERSION, "ConflictException", 409),
    "no such shadow": (NO_SHADOW, "ResourceNotFoundException", 404),
    **{
        name: (
            ("iot", "create_policy", {"policyName": "p", "policyDocument": text}),
            "MalformedPolicyException",
            400,
        )
        for name, text in {"policy over 2,048": document(2_049), "no policy": "{"}.items()
    },
}
DEVICES = OTHERS | {
    name: (request, "InvalidRequestException", 400) for name, request in REFUSED_REQUESTS.items()
}


@pytest.mark.parametrize("case", DEVICES)
def test_devices(client: Client, refuse: Refuse, case: str) -> None:
    client("iot").create_thing(thingName=NAME)
    (service, operation, parameters), code, status = DEVICES[case]
    refusal = refuse(service, operation, parameters)
    assert (refusal.code, refusal.status) == (code, status)


def test_what_just_fits_a_device_is_taken(client: Client) -> None:
    client("iot-data").publish(topic="a/" * 7 + "a", payload=b"x" * 131_072)
    client("iot").create_policy(policyName="longest", policyDocument=document(2_048))
    client("iot").delete_policy(policyName="longest")
