"""AWS IoT Greengrass V2 as the embedded AWS serves it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto import mock_aws

from twin_local import moto_extension

if TYPE_CHECKING:
    from mypy_boto3_greengrassv2 import GreengrassV2Client

THING = "arn:aws:iot:us-east-1:123456789012:thing/plant-edge"


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[GreengrassV2Client]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    moto_extension.install()
    with mock_aws():
        yield boto3.client("greengrassv2", region_name="us-east-1")


def recipe(**changes: object) -> bytes:
    body: dict[str, Any] = {
        "RecipeFormatVersion": "2020-01-25",
        "ComponentName": "com.example.collector",
        "ComponentVersion": "1.0.0",
        "Manifests": [
            {
                "Platform": {"os": "linux", "runtime": "*"},
                "Lifecycle": {"run": "python3 {artifacts:decompressedPath}/main.py"},
                "Artifacts": [{"URI": "s3://bucket/collector.zip", "Unarchive": "ZIP"}],
            }
        ],
        **changes,
    }
    return json.dumps(body).encode()


def test_a_component_s_recipe_comes_back(client: GreengrassV2Client) -> None:
    arn = client.create_component_version(inlineRecipe=recipe())["arn"]
    found = json.loads(client.get_component(arn=arn, recipeOutputFormat="JSON")["recipe"])
    assert found == json.loads(recipe())


def test_a_version_exists_once(client: GreengrassV2Client) -> None:
    client.create_component_version(inlineRecipe=recipe())
    with pytest.raises(client.exceptions.ConflictException):
        client.create_component_version(inlineRecipe=recipe())


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"RecipeFormatVersion": "2019"}, "RecipeFormatVersion"),
        ({"Extra": 1}, "Extra is no key"),
        ({"Manifests": [{"Lifecycle": {"shutdown": "x"}}]}, "shutdown"),
        ({"Manifests": [{"Lifecycle": {"run": "{secret:x}"}}]}, "secret:x"),
        ({"Manifests": [{"Artifacts": [{"URI": "docker:x"}]}]}, "docker:x"),
    ],
)
def test_what_a_nucleus_would_not_run_is_refused(
    client: GreengrassV2Client, changes: dict[str, object], message: str
) -> None:
    with pytest.raises(client.exceptions.ValidationException, match=message):
        client.create_component_version(inlineRecipe=recipe(**changes))


def test_the_newest_deployment_of_a_target_is_the_active_one(client: GreengrassV2Client) -> None:
    client.create_component_version(inlineRecipe=recipe())
    components: Any = {"com.example.collector": {"componentVersion": "1.0.0"}}
    first = client.create_deployment(targetArn=THING, components=components)["deploymentId"]
    second = client.create_deployment(targetArn=THING, components=components)["deploymentId"]
    listed = client.list_deployments(targetArn=THING)["deployments"]
    assert [one["deploymentId"] for one in listed] == [second]
    assert client.get_deployment(deploymentId=first)["deploymentStatus"] == "INACTIVE"


def test_a_deployment_of_an_unknown_component_is_refused(client: GreengrassV2Client) -> None:
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.create_deployment(
            targetArn=THING, components={"com.example.none": {"componentVersion": "1.0.0"}}
        )
