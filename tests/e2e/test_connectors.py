"""Alarm history and results of simulations through AWS IoT TwinMaker, as Grafana reads them."""

from __future__ import annotations

import time
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.e2e.conftest import Twin, eventually
from tests.e2e.test_twin import twin_plc

pytestmark = [pytest.mark.slow, pytest.mark.container, pytest.mark.timeout(600)]
ALARM, MODEL = "P-101.high_vibration", "P-101.pump"
OF_ALARM = {"entityId": "P-101", "componentName": "alarm_high_vibration"}
OF_MODEL = {"entityId": "P-101", "componentName": "simulation_pump"}
WORKSPACE = "demo-twin"


@pytest.fixture
def graph(twin: Twin) -> Any:  # noqa: ANN401 - a client of boto3
    """Return TwinMaker as plain boto3 sees it."""
    return boto3.client(
        "iottwinmaker",
        endpoint_url=twin.run("status")["endpoint_url"],
        region_name="us-east-1",
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=Config(inject_host_prefix=False),
    )


def history(graph: Any, *selected: str, **where: Any) -> list[tuple[str, Any]]:  # noqa: ANN401
    """Return names and values of the last hour, oldest first, page by page."""
    now, found = time.time(), []
    asked = {
        "workspaceId": WORKSPACE,
        "selectedProperties": list(selected),
        "startTime": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now - 3600)),
        "endTime": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now + 60)),
        "maxResults": 3,
        **where,
    }
    while True:
        page = graph.get_property_value_history(**asked)
        for series in page["propertyValues"]:
            reference = series["entityPropertyReference"]
            key = "/".join(reference.get("externalIdProperty", {}).values())
            found += [
                (key or reference["propertyName"], next(iter(one["value"].values())))
                for one in series["values"]
            ]
        if "nextToken" not in page:
            return found
        asked["nextToken"] = page["nextToken"]


def test_an_alarm_is_remembered_with_who_acknowledged_it(twin: Twin, graph: Any) -> None:  # noqa: ANN401
    twin_plc(twin, "fault", "bearing_wear", "P-101")
    eventually(
        lambda: twin.alarm(ALARM)["state"] == "ACTIVE_UNACKNOWLEDGED",
        seconds=90,
        what="the vibration alarm",
    )
    twin.run("alarms", "ack", ALARM, "--comment", "bearing ordered", role="operator")
    twin_plc(twin, "clear")
    eventually(
        lambda: twin.alarm(ALARM)["state"] == "NORMAL", seconds=120, what="the return to normal"
    )
    steps = [
        (one["state"], bool(one["by"]))
        for one in twin.run("alarms", "history", ALARM)["transitions"]
    ]
    assert steps[:3] == [
        ("NORMAL", False),
        ("ACTIVE_ACKNOWLEDGED", True),
        ("ACTIVE_UNACKNOWLEDGED", False),
    ]
    told = history(graph, "alarm_status", **OF_ALARM)
    assert [value for _, value in told][-3:] == ["ACTIVE", "ACKNOWLEDGED", "NORMAL"]
    of_type = history(graph, "alarm_status", componentTypeId="demo.connector.alarm")
    assert (ALARM, "ACKNOWLEDGED") in of_type
    now = graph.get_property_value(
        workspaceId=WORKSPACE, selectedProperties=["acknowledged_comment"], **OF_ALARM
    )
    value = now["propertyValues"]["acknowledged_comment"]["propertyValue"]
    assert value == {"stringValue": "bearing ordered"}


def test_results_of_runs_are_series_of_the_pump(twin: Twin, graph: Any) -> None:  # noqa: ANN401
    run = twin.run("run", "start", MODEL, "--wait", role="operator")
    assert run["state"] == "SUCCEEDED"
    predicted = history(graph, "flow", "flow_measured", "run_id", **OF_MODEL)
    assert ("run_id", run["run_id"]) in predicted
    flows = [value for name, value in predicted if name == "flow"]
    assert any(value == pytest.approx(run["outputs"]["flow"]["value"]) for value in flows)
    component = graph.get_entity(workspaceId=WORKSPACE, entityId="P-101")["components"]
    assert component["simulation_pump"]["status"]["state"] == "ACTIVE"


def test_a_connector_s_refusal_is_a_424_that_says_why(graph: Any) -> None:  # noqa: ANN401
    with pytest.raises(ClientError, match="values are not interpolated") as caught:
        linear = {"interpolationType": "LINEAR", "intervalInSeconds": 60}
        history(graph, "flow", interpolation=linear, **OF_MODEL)
    assert caught.value.response["Error"]["Code"] == "ConnectorFailureException"
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 424
