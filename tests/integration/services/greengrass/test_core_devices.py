"""Core devices are known by what they report over IoT Core."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from twin_local.execution import iot_bus
from twin_local.nucleus.health import GGC_VERSION, ComponentHealth, HealthReporter

if TYPE_CHECKING:
    from mypy_boto3_greengrassv2 import GreengrassV2Client

THING = "arn:aws:iot:us-east-1:123456789012:thing/edge-1"
WHERE: Any = {"coreDeviceThingName": "edge-1"}


def component(name: str, state: str = "RUNNING", *, root: bool = True) -> dict[str, Any]:
    return {"componentName": name, "version": "1.0.0", "status": state, "isRoot": root}


def report(**changes: Any) -> None:  # noqa: ANN401
    body = {
        "ggcVersion": "2.6.0",
        "platform": "linux",
        "architecture": "amd64",
        "runtime": "aws_nucleus_lite",
        "messageType": "COMPLETE",
        "overallDeviceStatus": "HEALTHY",
        "components": [component("collector"), component("library", "FINISHED", root=False)],
        **changes,
    }
    payload = json.dumps(body).encode()
    iot_bus.publish("$aws/things/edge-1/greengrassv2/health/json", payload)


def until(found: Callable[[], Any]) -> Any:  # noqa: ANN401
    """Return what is found, as soon as there is something."""
    end = time.monotonic() + 10
    while not (value := found()) and time.monotonic() < end:
        time.sleep(0.01)
    return value


def test_who_has_not_reported_is_no_core_device(client: GreengrassV2Client) -> None:
    for ask in (client.get_core_device, client.list_installed_components):
        with pytest.raises(client.exceptions.ResourceNotFoundException):
            ask(**WHERE)


def test_a_device_is_described_as_it_reports(client: GreengrassV2Client) -> None:
    report()
    (listed,) = until(lambda: client.list_core_devices()["coreDevices"])
    assert (listed["coreDeviceThingName"], listed["status"]) == ("edge-1", "HEALTHY")
    assert client.get_core_device(**WHERE)["coreVersion"] == "2.6.0"
    roots = client.list_installed_components(**WHERE)["installedComponents"]
    assert [one["componentName"] for one in roots] == ["collector"]
    report(
        messageType="PARTIAL",
        overallDeviceStatus="UNHEALTHY",
        components=[component("collector", "BROKEN")],
    )
    until(lambda: client.list_core_devices(status="UNHEALTHY")["coreDevices"])
    found = client.list_installed_components(**WHERE, topologyFilter="ALL")
    states = {one["componentName"]: one["lifecycleState"] for one in found["installedComponents"]}
    assert states == {"collector": "BROKEN", "library": "FINISHED"}
    client.delete_core_device(**WHERE)
    assert client.list_core_devices()["coreDevices"] == []


def test_deployments_are_as_far_as_the_device_says(client: GreengrassV2Client) -> None:
    client.create_deployment(targetArn=THING, deploymentName="first")
    client.create_deployment(targetArn=THING, deploymentName="second")
    arn = "arn:aws:greengrass:us-east-1:123456789012:configuration:thing/edge-1"
    report(
        deploymentInformation={"status": "SUCCEEDED", "fleetConfigurationArnForStatus": f"{arn}:1"}
    )
    until(lambda: client.list_core_devices()["coreDevices"])
    found = client.list_effective_deployments(**WHERE)["effectiveDeployments"]
    assert {one["deploymentName"]: one["coreDeviceExecutionStatus"] for one in found} == {
        "first": "SUCCEEDED",
        "second": "QUEUED",
    }


def test_the_nucleus_of_this_machine_reports_itself(client: GreengrassV2Client) -> None:
    client.create_deployment(targetArn=THING, deploymentName="first")
    arn = "arn:aws:greengrass:us-east-1:123456789012:configuration:thing/edge-1:1"
    health = HealthReporter(iot_bus.publish, thing_name="edge-1")
    health.tell([ComponentHealth("collector", "1.0.0", "RUNNING")], arn)
    (listed,) = until(lambda: client.list_core_devices()["coreDevices"])
    assert (listed["coreDeviceThingName"], listed["status"]) == ("edge-1", "HEALTHY")
    described = client.get_core_device(**WHERE)
    assert (described["coreVersion"], described["platform"]) == (GGC_VERSION, "linux")
    (installed,) = client.list_installed_components(**WHERE)["installedComponents"]
    assert (installed["componentName"], installed["lifecycleState"]) == ("collector", "RUNNING")
    (deployed,) = client.list_effective_deployments(**WHERE)["effectiveDeployments"]
    assert deployed["coreDeviceExecutionStatus"] == "SUCCEEDED"


def test_what_is_no_report_is_left_out(client: GreengrassV2Client) -> None:
    iot_bus.publish("$aws/things/edge-1/greengrassv2/health/json", b"no JSON")
    report(components=[component("collector", "DANCING")])
    report(ggcVersion="9.9.9")
    until(lambda: client.list_core_devices()["coreDevices"])
    assert client.get_core_device(**WHERE)["coreVersion"] == "9.9.9"


def test_public_components_are_none_here(client: GreengrassV2Client) -> None:
    assert client.list_components(scope="PUBLIC")["components"] == []
