"""What the nucleus reports of itself, and when."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from botocore.exceptions import EndpointConnectionError

from tests.unit.nucleus.test_nucleus import component, eventually
from twin_local.nucleus.health import RETRY_SECONDS, ComponentHealth, HealthReporter

ARN = "arn:aws:greengrass:us-east-1:111111111111:configuration:thing/edge:1"
RUNNING = ComponentHealth("collector", "1.0.0", "RUNNING")


class Cloud:
    """Takes messages while it is there."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, Any]] = []
        self.is_there = True

    def publish(self, topic: str, payload: bytes) -> None:
        if not self.is_there:
            raise EndpointConnectionError(endpoint_url="http://nowhere")
        self.heard.append((topic, json.loads(payload)))


def reporter(cloud: Cloud, clock: list[float]) -> HealthReporter:
    return HealthReporter(
        cloud.publish, thing_name="edge", now=lambda: 1.5, passed=lambda: clock[0]
    )


def test_a_report_has_the_components_and_the_revision() -> None:
    cloud = Cloud()
    reporter(cloud, [0.0]).tell([RUNNING], ARN)
    [(topic, said)] = cloud.heard
    assert topic == "$aws/things/edge/greengrassv2/health/json"
    assert (said["thing"], said["timestamp"], said["sequenceNumber"]) == ("edge", 1500, 0)
    assert (said["messageType"], said["overallDeviceStatus"]) == ("COMPLETE", "HEALTHY")
    assert said["components"] == [
        {
            "componentName": "collector",
            "version": "1.0.0",
            "status": "RUNNING",
            "isRoot": True,
            "fleetConfigArns": [ARN],
        }
    ]
    assert said["deploymentInformation"]["status"] == "SUCCEEDED"
    assert said["deploymentInformation"]["fleetConfigurationArnForStatus"] == ARN


def test_only_changes_are_reported() -> None:
    cloud = Cloud()
    health = reporter(cloud, [0.0])
    health.tell([], None)
    for _ in range(3):
        health.tell([RUNNING], ARN)
    health.tell([ComponentHealth("collector", "1.0.0", "ERRORED")], ARN)
    found = [said for _, said in cloud.heard]
    assert [one["sequenceNumber"] for one in found] == [0, 1, 2]
    assert "deploymentInformation" not in found[0]
    assert [one["status"] for said in found for one in said["components"]] == ["RUNNING", "ERRORED"]


def test_what_the_cloud_did_not_take_is_told_later() -> None:
    cloud, clock = Cloud(), [100.0]
    health = reporter(cloud, clock)
    cloud.is_there = False
    health.tell([RUNNING], ARN)
    cloud.is_there = True
    health.tell([RUNNING], ARN)
    assert cloud.heard == []
    clock[0] += RETRY_SECONDS
    health.tell([RUNNING], ARN)
    assert [said["sequenceNumber"] for _, said in cloud.heard] == [0]


def test_the_states_of_a_component(tmp_path: Path) -> None:
    fails = component(tmp_path, "exit 1")
    fails.install()
    assert fails.health.state == "INSTALLED"
    eventually(lambda: fails.failures > 0, fails)
    assert fails.health.state == "ERRORED"
    ends = component(tmp_path, "true")
    ends.install()
    eventually(lambda: ends.finished, ends)
    assert ends.health == ComponentHealth("c", "1.0.0", "FINISHED")
    runs = component(tmp_path, "sleep 60")
    runs.install()
    eventually(lambda: runs.process_id is not None, runs)
    assert runs.health.state == "RUNNING"
    runs.ask_to_stop()
    runs.wait_stopped(time.monotonic() + 5)
