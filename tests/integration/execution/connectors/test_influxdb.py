"""Measured signals from an InfluxDB through TwinMaker."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import urllib3
from botocore.exceptions import ClientError

from tests.integration.execution.conftest import ACCOUNT, REGION
from tests.integration.execution.connectors.conftest import Graph, plan_of
from tests.integration.execution.connectors.influxdb_double import InfluxDouble, serving
from twin.definition.influxdb import InfluxdbOptions, InfluxdbSeries

Client = Callable[[str], Any]
MIDNIGHT = 1_767_225_600 * 10**9
SPAN = {"startTime": "2026-01-01T00:00:00Z", "endTime": "2026-01-01T01:00:00Z"}
PUMP = {"entityId": "P-101", "componentName": "influxdb"}


@pytest.fixture(scope="module")
def influxdb() -> Iterator[InfluxDouble]:
    with serving(InfluxDouble()) as double:
        lines = [
            f"pump,asset={asset} flow={30 + second},running=true {MIDNIGHT + second * 10**9}"
            for second in range(5)
            for asset in ("P-101", "P-102")
        ]
        lines.append(f"energy,meter=A kw=7.5 {MIDNIGHT + 2_500_000_000}")
        answer = urllib3.request(
            "POST",
            f"{double.url}/api/v3/write_lp?db=plant&precision=nanosecond",
            body="\n".join(lines).encode(),
            headers={"Authorization": f"Bearer {double.token}"},
        )
        assert answer.status == 204
        yield double


@pytest.fixture(scope="module")
def secret(client: Client) -> str:
    return f"plant/{uuid.uuid4().hex[:8]}"


@pytest.fixture(scope="module")
def historian(
    client: Client,
    new_graph: Callable[[], Graph],
    deployed: Callable[..., str],
    influxdb: InfluxDouble,
    secret: str,
) -> Graph:
    graph = new_graph()
    options = InfluxdbOptions(
        endpoint=influxdb.url,
        database="plant",
        token_secret=secret,
        series={
            "/demo/P-101/power": InfluxdbSeries(
                measurement="energy", field="kw", tags={"meter": "A"}
            )
        },
    )
    client("secretsmanager").create_secret(Name=secret, SecretString=influxdb.token)
    features = graph.definition.features.model_copy(update={"influxdb": options})
    graph.definition = graph.definition.model_copy(update={"features": features})
    plan = plan_of(graph.definition, "influxdb")
    arn = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:{secret}-??????"
    function = deployed(plan, "connector_http", {"secretsmanager:GetSecretValue": [arn]})
    graph.connect(plan, function, "P-101")
    return graph


def written(answer: Any, name: str) -> list[Any]:
    return [
        next(iter(one["value"].values()))
        for series in answer["propertyValues"]
        if series["entityPropertyReference"]["propertyName"] == name
        for one in series["values"]
    ]


def test_signals_are_read_from_where_the_site_file_says(historian: Graph) -> None:
    found = historian.read("flow", "power", "running", **PUMP, **SPAN)
    assert written(found, "flow") == [30.0, 31.0, 32.0, 33.0, 34.0]
    assert written(found, "running") == [True] * 5
    assert written(found, "power") == [7.5]
    newest = historian.read("flow", **PUMP, **SPAN, orderByTime="DESCENDING", maxResults=2)
    assert written(newest, "flow") == [34.0, 33.0]
    more = historian.read(
        "flow",
        **PUMP,
        **SPAN,
        orderByTime="DESCENDING",
        maxResults=2,
        nextToken=newest["nextToken"],
    )
    assert written(more, "flow") == [32.0, 31.0]


def test_a_type_has_the_histories_of_all_its_assets(
    historian: Graph, influxdb: InfluxDouble
) -> None:
    before = len(influxdb.requests)
    above = {"propertyName": "flow", "operator": ">", "value": {"doubleValue": 32.5}}
    found = historian.read(
        "flow", componentTypeId="demo.connector.influxdb.pump", propertyFilters=[above], **SPAN
    )
    assert {
        series["entityPropertyReference"]["externalIdProperty"]["series_key"]: len(series["values"])
        for series in found["propertyValues"]
    } == {"P-101": 2, "P-102": 2}
    assert len(influxdb.requests) == before + 1


def test_influxdb_2_answers_the_same(
    new_graph: Callable[[], Graph],
    deployed: Callable[..., str],
    historian: Graph,
    influxdb: InfluxDouble,
    secret: str,
) -> None:
    options = historian.definition.features.influxdb
    assert options is not None
    features = historian.definition.features.model_copy(
        update={"influxdb": options.model_copy(update={"language": "influxql"})}
    )
    graph = new_graph()
    plan = plan_of(graph.definition.model_copy(update={"features": features}), "influxdb")
    arn = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:{secret}-??????"
    function = deployed(plan, "connector_http", {"secretsmanager:GetSecretValue": [arn]})
    graph.connect(plan, function, "P-101")
    for order in ("ASCENDING", "DESCENDING"):
        asked = {**PUMP, **SPAN, "orderByTime": order}
        names = ("flow", "power", "running")
        old, new = graph.read(*names, **asked), historian.read(*names, **asked)
        assert [written(old, name) for name in names] == [written(new, name) for name in names]
        assert written(old, "flow")


def test_a_token_that_was_changed_is_read_again(
    client: Client, historian: Graph, influxdb: InfluxDouble, secret: str
) -> None:
    historian.read("flow", **PUMP, **SPAN)
    influxdb.token = "second-token"
    with pytest.raises(ClientError, match=r"SOURCE_REFUSED.*401"):
        historian.read("flow", **PUMP, **SPAN)
    client("secretsmanager").put_secret_value(
        SecretId=secret, SecretString='{"token": "second-token"}'
    )
    assert written(historian.read("flow", **PUMP, **SPAN), "flow")


def test_what_the_database_cannot_do_is_told(historian: Graph, influxdb: InfluxDouble) -> None:
    with pytest.raises(ClientError, match=r"SOURCE_REFUSED.*planning") as caught:
        historian.read("speed", **PUMP, **SPAN)
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 424
    influxdb.busy = True
    with pytest.raises(ClientError, match=r"SOURCE_UNAVAILABLE: InfluxDB cannot answer now.*503"):
        historian.read("flow", **PUMP, **SPAN)
    influxdb.busy = False


def test_a_function_that_may_not_read_the_token_says_so(
    new_graph: Callable[[], Graph],
    deployed: Callable[..., str],
    historian: Graph,
    influxdb: InfluxDouble,
    secret: str,
) -> None:
    graph = new_graph()
    options = InfluxdbOptions(endpoint=influxdb.url, database="plant", token_secret=secret)
    features = graph.definition.features.model_copy(update={"influxdb": options})
    plan = plan_of(graph.definition.model_copy(update={"features": features}), "influxdb")
    other = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:other-??????"
    function = deployed(plan, "connector_http", {"secretsmanager:GetSecretValue": [other]})
    graph.connect(plan, function, "P-101")
    with pytest.raises(ClientError, match=r"SOURCE_REFUSED.*secretsmanager:GetSecretValue"):
        graph.read("flow", **PUMP, **SPAN)
