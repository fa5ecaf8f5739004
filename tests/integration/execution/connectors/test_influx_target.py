"""Values of SiteWise arrive in an InfluxDB, where the connector of the site finds them."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.integration.execution.conftest import ACCOUNT, REGION
from tests.integration.execution.connectors.conftest import Graph, plan_of
from tests.integration.execution.connectors.influxdb_double import InfluxDouble, serving
from twin.definition.influxdb import InfluxdbOptions, InfluxdbTarget
from twin_local.services.settings import configure

Client = Callable[[str], Any]
START = int(time.time()) - 60
TYPES = {"flow": "DOUBLE", "running": "BOOLEAN"}


@pytest.fixture(scope="module")
def influxdb() -> Iterator[InfluxDouble]:
    with serving(InfluxDouble()) as double:
        yield double


@dataclass(frozen=True)
class Pump:
    """The pump in SiteWise."""

    model: str
    asset: str


@pytest.fixture(scope="module")
def pump(client: Client, new_graph: Callable[[], Graph]) -> Iterator[Pump]:
    new_graph()
    configure(state_folder=None)
    sitewise = client("iotsitewise")
    model = sitewise.create_asset_model(
        assetModelName="pump",
        assetModelProperties=[
            {"name": name, "dataType": kind, "type": {"measurement": {}}}
            for name, kind in TYPES.items()
        ],
    )["assetModelId"]
    asset = sitewise.create_asset(assetName="P-101", assetModelId=model)["assetId"]
    for one in sitewise.describe_asset(assetId=asset)["assetProperties"]:
        sitewise.update_asset_property(
            assetId=asset,
            propertyId=one["id"],
            propertyAlias=f"/demo/P-101/{one['name']}",
            propertyNotificationState="ENABLED",
        )
    yield Pump(model, asset)
    sitewise.delete_asset(assetId=asset)
    sitewise.delete_asset_model(assetModelId=model)


@pytest.fixture(scope="module", params=["sql", "influxql"])
def historian(
    request: pytest.FixtureRequest,
    client: Client,
    new_graph: Callable[[], Graph],
    deployed: Callable[..., str],
    influxdb: InfluxDouble,
    pump: Pump,
) -> Iterator[Graph]:
    """Return the twin that reads what a rule and its function write."""
    names = [f"plant/{kind}-{uuid.uuid4().hex[:8]}" for kind in ("reader", "writer")]
    for name in names:
        client("secretsmanager").create_secret(Name=name, SecretString=influxdb.token)
    options = InfluxdbOptions(
        endpoint=influxdb.url,
        database="plant",
        token_secret=names[0],
        language=request.param,
        target=InfluxdbTarget(token_secret=names[1]),
    )
    graph = new_graph()
    features = graph.definition.features.model_copy(update={"influxdb": options})
    graph.definition = graph.definition.model_copy(update={"features": features})
    plan = plan_of(graph.definition, "influxdb")
    reading, writing = ({"secretsmanager:GetSecretValue": [secret_arn(one)]} for one in names)
    graph.connect(plan, deployed(plan, "connector_http", reading), "P-101")
    assets = f"arn:aws:iotsitewise:{REGION}:{ACCOUNT}:asset/{pump.asset}"
    writer = deployed(
        plan, "iot_influx", {**writing, "iotsitewise:DescribeAssetProperty": [assets]}
    )
    rule = notify(client, pump, writer)
    yield graph
    client("iot").delete_topic_rule(ruleName=rule)


def secret_arn(name: str) -> str:
    return f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:{name}-??????"


def notify(client: Client, pump: Pump, function: str) -> str:
    """Make the rule that hands the pump's notifications to a function."""
    client("lambda").add_permission(
        FunctionName=function,
        StatementId="iot",
        Action="lambda:InvokeFunction",
        Principal="iot.amazonaws.com",
    )
    name, topic = f"r{uuid.uuid4().hex}", f"$aws/sitewise/asset-models/{pump.model}"
    payload = {
        "sql": f"SELECT * FROM '{topic}/assets/+/properties/+' WHERE type = 'PropertyValueUpdate'",
        "awsIotSqlVersion": "2016-03-23",
        "actions": [{"lambda": {"functionArn": function}}],
    }
    client("iot").create_topic_rule(ruleName=name, topicRulePayload=payload)
    return name


def put(client: Client, name: str, member: str, values: list[Any], start: int) -> None:
    """Put values of the pump with one entry, a second and a nanosecond apart."""
    answer = client("iotsitewise").batch_put_asset_property_value(
        entries=[
            {
                "entryId": "one",
                "propertyAlias": f"/demo/P-101/{name}",
                "propertyValues": [
                    {
                        "value": {member: value},
                        "timestamp": {"timeInSeconds": start + at, "offsetInNanos": at},
                        "quality": "GOOD" if at else "UNCERTAIN",
                    }
                    for at, value in enumerate(values)
                ],
            }
        ]
    )
    assert answer["errorEntries"] == []


def arrived(influxdb: InfluxDouble, before: int, count: int) -> list[str]:
    """Return the lines that were written, once there are so many."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        found = [line for body in influxdb.bodies[before:] for line in body.splitlines()]
        if len(found) >= count:
            return found
        time.sleep(0.05)
    raise AssertionError(f"{influxdb.bodies[before:]}")


def test_every_value_of_a_notification_is_written_and_read_back(
    client: Client, historian: Graph, influxdb: InfluxDouble
) -> None:
    options = historian.definition.features.influxdb
    assert options is not None
    start = START - 20 if options.language == "influxql" else START
    before = len(influxdb.bodies)
    flows = [30.5 + at for at in range(10)]
    put(client, "flow", "doubleValue", flows, start)
    put(client, "running", "booleanValue", [True, False], start)
    fields = [(at, f"flow={flow!r}") for at, flow in enumerate(flows)]
    fields += [(0, "running=true"), (1, "running=false")]
    expected = [
        f"pump,asset=P-101,quality={'GOOD' if at else 'UNCERTAIN'} {one} {start + at}{at:09d}"
        for at, one in fields
    ]
    assert sorted(arrived(influxdb, before, len(expected))) == sorted(expected)
    span = {
        "startTime": datetime.fromtimestamp(start, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "endTime": datetime.fromtimestamp(start + 15, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    pump = {"entityId": "P-101", "componentName": "influxdb"}
    found = historian.read("flow", "running", **pump, **span)
    values = {
        series["entityPropertyReference"]["propertyName"]: [
            next(iter(one["value"].values())) for one in series["values"]
        ]
        for series in found["propertyValues"]
    }
    assert values == {"flow": flows, "running": [True, False]}
