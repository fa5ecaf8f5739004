"""Every operation of Greengrass answers as botocore's model says."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from itertools import count
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto import mock_aws

from tests.integration.services.contracts import model_of, observed
from twin_local import moto_extension
from twin_local.execution import iot_bus
from twin_local.services.greengrassv2.service import Greengrass
from twin_local.services.settings import configure

if TYPE_CHECKING:
    from mypy_boto3_greengrassv2 import GreengrassV2Client

THING = "arn:aws:iot:us-east-1:123456789012:thing/plant-edge"
NAME = "com.example.collector"
NUMBERS = count(1)
SERVED = Greengrass(account="1", region="r").operations()


@pytest.fixture(scope="module")
def client() -> Iterator[GreengrassV2Client]:
    configure(state_folder=None)
    moto_extension.install()
    with mock_aws():
        yield boto3.client(
            "greengrassv2",
            region_name="us-east-1",
            aws_access_key_id="local",
            aws_secret_access_key="local",
        )


def component(client: GreengrassV2Client) -> str:
    """Make a new version of the component; return its ARN."""
    recipe = {
        "RecipeFormatVersion": "2020-01-25",
        "ComponentName": NAME,
        "ComponentVersion": f"1.0.{next(NUMBERS)}",
        "ComponentPublisher": "Example",
        "Manifests": [{"Platform": {"os": "linux"}, "Lifecycle": {"run": "true"}}],
    }
    made = client.create_component_version(
        inlineRecipe=json.dumps(recipe).encode(), tags={"site": "one"}
    )
    return made["arn"]


def deployment(client: GreengrassV2Client) -> str:
    """Deploy a new version of the component; return the deployment's id."""
    version = component(client).rsplit(":", 1)[1]
    made = client.create_deployment(
        targetArn=THING, deploymentName="edge", components={NAME: {"componentVersion": version}}
    )
    return made["deploymentId"]


def _list_versions(client: GreengrassV2Client) -> object:
    arn = component(client).split(":versions:")[0]
    return client.list_component_versions(arn=arn)


def _list_deployments(client: GreengrassV2Client) -> object:
    deployment(client)
    return client.list_deployments(historyFilter="ALL")


def core_device(client: GreengrassV2Client) -> Any:  # noqa: ANN401
    """Let a core device report, and return what names it."""
    client.list_core_devices()  # the service is there and listens
    running = {"componentName": NAME, "version": "1.0.0", "status": "RUNNING", "isRoot": True}
    report = {"ggcVersion": "2.6.0", "overallDeviceStatus": "HEALTHY", "components": [running]}
    topic = "$aws/things/plant-edge/greengrassv2/health/json"
    iot_bus.publish(topic, json.dumps(report).encode())
    end = time.monotonic() + 10
    while not client.list_core_devices()["coreDevices"] and time.monotonic() < end:
        time.sleep(0.01)
    return {"coreDeviceThingName": "plant-edge"}


def _list_effective(client: GreengrassV2Client) -> object:
    deployment(client)
    return client.list_effective_deployments(**core_device(client))


EXAMPLES: dict[str, Callable[[GreengrassV2Client], Any]] = {
    "CreateComponentVersion": component,
    "DescribeComponent": lambda c: c.describe_component(arn=component(c)),
    "GetComponent": lambda c: c.get_component(arn=component(c), recipeOutputFormat="YAML"),
    "ListComponents": lambda c: (component(c), c.list_components()),
    "ListComponentVersions": _list_versions,
    "DeleteComponent": lambda c: c.delete_component(arn=component(c)),
    "CreateDeployment": deployment,
    "GetDeployment": lambda c: c.get_deployment(deploymentId=deployment(c)),
    "ListDeployments": _list_deployments,
    "CancelDeployment": lambda c: c.cancel_deployment(deploymentId=deployment(c)),
    "DeleteDeployment": lambda c: c.delete_deployment(deploymentId=deployment(c)),
    "TagResource": lambda c: c.tag_resource(resourceArn=component(c), tags={"a": "b"}),
    "UntagResource": lambda c: c.untag_resource(resourceArn=component(c), tagKeys=["site"]),
    "ListTagsForResource": lambda c: c.list_tags_for_resource(resourceArn=component(c)),
    "ListCoreDevices": core_device,
    "GetCoreDevice": lambda c: c.get_core_device(**core_device(c)),
    "DeleteCoreDevice": lambda c: c.delete_core_device(**core_device(c)),
    "ListInstalledComponents": lambda c: c.list_installed_components(**core_device(c)),
    "ListEffectiveDeployments": _list_effective,
}


def test_there_is_an_example_of_every_operation_that_is_served() -> None:
    assert set(EXAMPLES) == SERVED
    assert set(model_of("greengrassv2").operation_names) >= SERVED


@pytest.mark.parametrize("operation", sorted(EXAMPLES))
def test_an_answer_has_the_shape_of_the_model(client: GreengrassV2Client, operation: str) -> None:
    with observed("greengrassv2", Greengrass) as seen:
        EXAMPLES[operation](client)
    assert operation in seen.operations
    assert seen.wrong == []
