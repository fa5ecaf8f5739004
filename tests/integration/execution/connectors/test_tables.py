"""Alarm history and simulation results through TwinMaker, as Grafana and boto3 read them."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from iot_route.alarms import evaluation
from iot_runtime.alarm_table import AlarmTable, Changed
from iot_runtime.announce import transition
from simulation_runtime.run_table import RunTable
from tests.integration.execution.connectors.conftest import (
    Graph,
    make_role,
    plan_of,
    reading,
)
from twin.alarms.machine import acknowledge
from twin.simulation.run import Run
from twin.simulation.run_output import RunOutput
from twin.site_document import Alarm
from twin.telemetry.sample import Sample

Client = Callable[[str], Any]
ALARM, MODEL = "P-101.high_vibration", "P-101.pump"
NOW = int(time.time()) - 600
DAY = {"startTime": f"{time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(NOW - 60))}"}
DAY |= {"endTime": f"{time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(NOW + 700))}"}
OTHER = {"lambda:ListFunctions": ["*"]}
OF_ALARM = {"entityId": "P-101", "componentName": "alarm_high_vibration"}
OF_MODEL = {"entityId": "P-101", "componentName": "simulation_pump"}


def written(answer: Any, name: str) -> list[Any]:
    return [
        next(iter(one["value"].values()))
        for series in answer["propertyValues"]
        if series["entityPropertyReference"]["propertyName"] == name
        for one in series["values"]
    ]


@pytest.fixture(scope="module")
def table(new_table: Callable[[], str]) -> str:
    return new_table()


@pytest.fixture(scope="module")
def alarms(new_graph: Callable[[], Graph], deployed: Callable[..., str], table: str) -> Graph:
    graph = new_graph()
    plan = plan_of(graph.definition, "alarms")
    arn = deployed(plan, "connector_table", reading(table), SOURCE_TABLE=table)
    graph.connect(plan, arn, "P-101")
    return graph


@pytest.fixture(scope="module")
def happened(client: Client, alarms: Graph, table: str) -> None:
    """Let the alarm come, be acknowledged and go."""
    plan = plan_of(alarms.definition, "alarms")
    alarm = plan.site.document.alarm_by_id[ALARM]
    states = AlarmTable(client("dynamodb"), table)
    move(states, alarm, (0, 9.0), (5, 9.0))

    def seen(record: Any) -> Changed:
        following = acknowledge(record, by="olga", comment="bearing ordered", at=NOW + 60)
        return Changed(
            following, (), (transition(alarm, record, following, now=NOW + 60, by="olga"),)
        )

    states.update(ALARM, seen)
    move(states, alarm, (100, 1.0), (120, 1.0))
    move(states, alarm, (100, 1.0), (120, 1.0))  # a notification that comes twice


def move(states: AlarmTable, alarm: Alarm, *values: tuple[int, float]) -> None:
    samples = [
        Sample(alarm.signal, (NOW + second) * 10**9, value, "GOOD") for second, value in values
    ]
    states.update(alarm.id, evaluation(alarm, samples))


def test_what_an_alarm_was_when_and_by_whom(alarms: Graph, happened: None) -> None:
    found = alarms.read("alarm_status", "alarm_state", "changed_by", **OF_ALARM, **DAY)
    assert written(found, "alarm_status") == ["ACTIVE", "ACKNOWLEDGED", "NORMAL"]
    assert written(found, "alarm_state")[0] == "ACTIVE_UNACKNOWLEDGED"
    assert written(found, "changed_by") == ["olga"]
    now = alarms.latest("present_state", "acknowledged_comment", **OF_ALARM)["propertyValues"]
    assert now["present_state"]["propertyValue"] == {"stringValue": "NORMAL"}
    assert now["acknowledged_comment"]["propertyValue"] == {"stringValue": "bearing ordered"}


def test_grafana_finds_its_alarms(client: Client, alarms: Graph, happened: None) -> None:
    twinmaker = client("iottwinmaker")
    (kind,) = twinmaker.list_component_types(
        workspaceId=alarms.workspace,
        filters=[{"extendsFrom": "com.amazon.iottwinmaker.alarm.basic"}],
    )["componentTypeSummaries"]
    active = {"propertyName": "alarm_status", "operator": "=", "value": {"stringValue": "ACTIVE"}}
    found = alarms.read(
        "alarm_status",
        componentTypeId=kind["componentTypeId"],
        orderByTime="DESCENDING",
        propertyFilters=[active],
        **DAY,
    )
    (series,) = found["propertyValues"]
    key = series["entityPropertyReference"]["externalIdProperty"]["alarm_key"]
    (entity,) = twinmaker.list_entities(
        workspaceId=alarms.workspace, filters=[{"externalId": key}]
    )["entitySummaries"]
    assert (key, entity["entityId"]) == (ALARM, "P-101")


def test_pages_follow_their_tokens(alarms: Graph, happened: None) -> None:
    found, token = [], None
    while token != "":
        more: dict[str, Any] = {"nextToken": token} if token else {}
        page = alarms.read(
            "alarm_status", maxResults=1, orderByTime="DESCENDING", **more, **OF_ALARM, **DAY
        )
        found += written(page, "alarm_status")
        token = page.get("nextToken", "")
    assert found == ["NORMAL", "ACKNOWLEDGED", "ACTIVE"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            {"interpolation": {"interpolationType": "LINEAR", "intervalInSeconds": 60}},
            "QUESTION_UNSUPPORTED: values are not interpolated",
        ),
        ({"nextToken": "bogus"}, "QUESTION_INVALID: nextToken is not of this question"),
        (
            {
                "propertyFilters": [
                    {"propertyName": "alarm_status", "operator": "~", "value": {"stringValue": "x"}}
                ]
            },
            "QUESTION_INVALID: the operator of a filter is unknown",
        ),
    ],
)
def test_a_refusal_reaches_who_asked_with_its_reason(
    alarms: Graph, more: dict[str, Any], said: str
) -> None:
    with pytest.raises(ClientError, match=said) as caught:
        alarms.read("alarm_status", **more, **OF_ALARM, **DAY)
    assert caught.value.response["Error"]["Code"] == "ConnectorFailureException"
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 424
    assert "correlation id " in str(caught.value)


def test_an_alarm_that_the_site_does_not_have_is_named(client: Client, alarms: Graph) -> None:
    stray = {"alarm_key": {"value": {"stringValue": "P-9.gone"}}}
    client("iottwinmaker").create_entity(
        workspaceId=alarms.workspace,
        entityId="P-9",
        entityName="P-9",
        components={"stray": {"componentTypeId": "demo.connector.alarm", "properties": stray}},
    )
    with pytest.raises(ClientError, match=r"ENTITY_UNKNOWN.*P-9.gone"):
        alarms.read("alarm_status", entityId="P-9", componentName="stray", **DAY)


def test_a_function_that_may_not_read_says_so(
    new_graph: Callable[[], Graph], deployed: Callable[..., str], table: str
) -> None:
    graph = new_graph()
    plan = plan_of(graph.definition, "alarms")
    nothing = {"dynamodb:Query": ["arn:aws:dynamodb:us-east-1:111111111111:table/other"]}
    arn = deployed(plan, "connector_table", nothing, SOURCE_TABLE=table)
    graph.connect(plan, arn, "P-101")
    with pytest.raises(ClientError, match=r"SOURCE_REFUSED.*dynamodb:Query"):
        graph.read("alarm_status", **OF_ALARM, **DAY)


def test_the_workspace_s_role_must_be_allowed_to_invoke(client: Client, alarms: Graph) -> None:
    nothing = make_role(client, f"{alarms.workspace}-nothing", "iottwinmaker", OTHER)
    twinmaker = client("iottwinmaker")
    role = twinmaker.get_workspace(workspaceId=alarms.workspace)["role"]
    twinmaker.update_workspace(workspaceId=alarms.workspace, role=nothing)
    with pytest.raises(ClientError, match="lambda:InvokeFunction") as caught:
        alarms.read("alarm_status", **OF_ALARM, **DAY)
    twinmaker.update_workspace(workspaceId=alarms.workspace, role=role)
    assert caught.value.response["Error"]["Code"] == "AccessDeniedException"


@pytest.fixture(scope="module")
def results(new_graph: Callable[[], Graph], deployed: Callable[..., str], table: str) -> Graph:
    graph = new_graph()
    plan = plan_of(graph.definition, "simulation")
    arn = deployed(plan, "connector_table", reading(table), SOURCE_TABLE=table)
    graph.connect(plan, arn, "P-101")
    return graph


def test_results_of_runs_by_entity_and_by_type(client: Client, results: Graph, table: str) -> None:
    runs = RunTable(client("dynamodb"), table, table)
    for number, kind in enumerate(("prediction", "what_if", "prediction")):
        run = Run(f"r{number}", MODEL, kind, "QUEUED", "olga", NOW + number)  # type: ignore[arg-type]
        runs.add(run)
        prepared = run.prepared(
            inputs={}, measured={}, model_version="v1", input_digest="", at=NOW + number + 0.5
        )
        assert runs.save(prepared)
        output = RunOutput(30.0 + number, 29.0, 33.0, 29.0, 33.0, "m³/h", 31.0)
        ended = prepared.succeeded({"flow": output}, at=NOW + number + 9)
        assert runs.save(ended)
        assert not runs.save(ended)
    found = results.read("flow", "what_if_flow", "run_state", **OF_MODEL, **DAY)
    assert written(found, "flow") == [30.0, 32.0]
    assert written(found, "what_if_flow") == [31.0]
    assert written(found, "run_state") == ["SUCCEEDED"] * 3
    kind = "demo.connector.simulation.pump.pump"
    of_type = results.read("flow", componentTypeId=kind, orderByTime="DESCENDING", **DAY)
    assert written(of_type, "flow") == [32.0, 30.0]
    (series,) = of_type["propertyValues"]
    assert series["entityPropertyReference"]["externalIdProperty"] == {"model_key": MODEL}
    now = results.latest("latest_run_id", **OF_MODEL)["propertyValues"]
    assert now["latest_run_id"]["propertyValue"] == {"stringValue": "r2"}


def test_a_component_made_by_hand_gets_its_outputs(client: Client, results: Graph) -> None:
    key = {"model_key": {"value": {"stringValue": "P-102.pump"}}}
    twinmaker = client("iottwinmaker")
    twinmaker.create_entity(
        workspaceId=results.workspace,
        entityId="by-hand",
        entityName="by hand",
        components={"model": {"componentTypeId": "demo.connector.simulation", "properties": key}},
    )
    made = twinmaker.get_entity(workspaceId=results.workspace, entityId="by-hand")
    model = made["components"]["model"]
    assert model["status"]["state"] == "ACTIVE", model["status"]
    assert model["properties"]["flow_upper"]["definition"]["isTimeSeries"]
    empty = results.read("flow", entityId="by-hand", componentName="model", **DAY)
    assert empty["propertyValues"] == []
