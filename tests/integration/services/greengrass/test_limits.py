"""Every documented limit of Greengrass's recipes and deployments: beyond it refused, at it taken.

https://docs.aws.amazon.com/greengrass/v2/APIReference/
botocore's client checks only some of it, so it is told to check nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.integration.services.test_greengrass import THING, recipe

if TYPE_CHECKING:
    from mypy_boto3_greengrassv2 import GreengrassV2Client

Json = Any
Request = tuple[str, Json]
NAME, GROUP = "com.example.collector", THING.replace(":thing/", ":thinggroup/")
ARN = "arn:aws:greengrass:us-east-1:123456789012:components"
LONGEST = 10_485_760


@pytest.fixture
def unchecked(client: GreengrassV2Client) -> GreengrassV2Client:
    """Return a client that sends what it is given."""
    checks = Config(parameter_validation=False)
    return boto3.client("greengrassv2", region_name="us-east-1", config=checks)


def version(**changes: Json) -> Request:
    return "create_component_version", {"inlineRecipe": recipe(**changes)}


def manifest(**changes: Json) -> Request:
    return version(Manifests=[{"Platform": {"os": "linux", "runtime": "*"}, **changes}])


def deployment(target: str = THING, **more: Json) -> Request:
    return "create_deployment", {"targetArn": target, **more}


def merge(length: int) -> Request:
    update = {"merge": '"' + "x" * (length - 2) + '"'}
    one = {"componentVersion": "1.0.0", "configurationUpdate": update}
    return deployment(components={NAME: one})


BEYOND: dict[str, Request] = {
    "long name": version(ComponentName="n" * 129),
    "long version": version(ComponentVersion=f"1.0.0-{'x' * 59}"),
    "no version": version(ComponentVersion="one"),
    "format": version(RecipeFormatVersion="2021-01-25"),
    "key in lower case": version(manifests=[]),
    "Lambda": version(ComponentType="aws.greengrass.lambda"),
    "plug-in": version(ComponentType="aws.greengrass.plugin"),
    "Windows": manifest(Platform={"os": "windows", "runtime": "*"}),
    "shutdown": manifest(Lifecycle={"shutdown": "true"}),
    "recover": manifest(Lifecycle={"recover": "true"}),
    "SkipIf": manifest(Lifecycle={"run": {"Script": "true", "SkipIf": "exists /x"}}),
    "regular expression": manifest(Platform={"os": "/linux|darwin/", "runtime": "*"}),
    "variable": manifest(Lifecycle={"run": "{component_dependency_version}{secret:a}"}),
    "artifact": manifest(Artifacts=[{"URI": "https://example.com/a.zip"}]),
    "kind of dependency": version(
        ComponentDependencies={"a.b": {"VersionRequirement": "1.0.0", "DependencyType": "FIRM"}}
    ),
    "recipe": ("create_component_version", {"inlineRecipe": b"- a list"}),
    "target": deployment(THING.replace("thing/", "rule/")),
    "failure policy": deployment(deploymentPolicies={"failureHandlingPolicy": "IGNORE"}),
    "configuration": merge(LONGEST + 1),
    "101 on a page": ("list_components", {"maxResults": 101}),
    "token": ("list_components", {"nextToken": "nonsense"}),
}
WITHIN: list[Request] = [
    version(ComponentName="n" * 128, ComponentType="aws.greengrass.generic"),
    version(ComponentVersion=f"1.0.0-{'x' * 58}"),
    version(),
    version(
        ComponentName="lite",
        Manifests=[{"Platform": {"os": "linux", "runtime": "aws_nucleus_lite"}}],
    ),
    deployment(GROUP, deploymentPolicies={"failureHandlingPolicy": "DO_NOTHING"}),
    merge(LONGEST),
]
NOT_FOUND, CONFLICT = ("ResourceNotFoundException", 404), ("ConflictException", 409)
ERRORS: list[tuple[Request, tuple[str, int]]] = [
    (("describe_component", {"arn": f"{ARN}:none:versions:1.0.0"}), NOT_FOUND),
    (("get_deployment", {"deploymentId": "none"}), NOT_FOUND),
    (("cancel_deployment", {"deploymentId": "none"}), NOT_FOUND),
    (("get_core_device", {"coreDeviceThingName": "none"}), NOT_FOUND),
    (version(), CONFLICT),
]


def answer(client: GreengrassV2Client, request: Request) -> tuple[str, int]:
    """Return the code and status of the error that a request has, or "taken"."""
    operation, parameters = request
    try:
        getattr(client, operation)(**parameters)
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        return error.response["Error"]["Code"], status
    return "taken", 200


def test_what_is_beyond_a_limit_is_refused(unchecked: GreengrassV2Client) -> None:
    found = {name: answer(unchecked, one) for name, one in BEYOND.items()}
    assert found == dict.fromkeys(BEYOND, ("ValidationException", 400))


def test_what_is_at_a_limit_is_taken_and_errors_have_their_statuses(
    unchecked: GreengrassV2Client,
) -> None:
    assert [answer(unchecked, one) for one in WITHIN] == [("taken", 200)] * len(WITHIN)
    assert [answer(unchecked, one) for one, _ in ERRORS] == [expected for _, expected in ERRORS]
    described = unchecked.describe_component(arn=f"{ARN}:{NAME}:versions:1.0.0")
    assert described["status"]["componentState"] == "DEPLOYABLE"
