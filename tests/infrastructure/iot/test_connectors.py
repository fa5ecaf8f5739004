"""Data connectors as they are deployed: who invokes them, what they read, and what has them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.infrastructure.conftest import Synthesized

Template = dict[str, Any]
ALARM_BASIC = "com.amazon.iottwinmaker.alarm.basic"


def iot(synthesized: Synthesized, site: str) -> Template:
    (found,) = [
        template
        for path, template in synthesized.templates()
        if path.parent.name == f"assembly-{site}" and f"{site.replace('-', '')}Iot" in path.name
    ]
    return found


def of_type(template: Template, kind: str) -> dict[str, Template]:
    return {
        name: resource["Properties"]
        for name, resource in template["Resources"].items()
        if resource["Type"] == kind
    }


def statements(template: Template, action: str) -> Iterator[Template]:
    for policy in of_type(template, "AWS::IAM::Policy").values():
        for statement in policy["PolicyDocument"]["Statement"]:
            actions = statement["Action"]
            if action in ([actions] if isinstance(actions, str) else actions):
                yield {**statement, "Roles": policy["Roles"]}


def connected(template: Template) -> dict[str, Template]:
    """Return the component types of connectors by id."""
    types = of_type(template, "AWS::IoTTwinMaker::ComponentType").values()
    return {one["ComponentTypeId"]: one for one in types if ".connector." in one["ComponentTypeId"]}


def test_the_workspace_s_role_invokes_exactly_the_functions_of_the_types(
    synthesized: Synthesized,
) -> None:
    template = iot(synthesized, "demo")
    used = {
        json.dumps(function["ImplementedBy"]["Lambda"]["Arn"])
        for one in connected(template).values()
        for function in one.get("Functions", {}).values()
    }
    (statement,) = statements(template, "lambda:InvokeFunction")
    assert {json.dumps(arn) for arn in statement["Resource"]} == used
    (workspace,) = of_type(template, "AWS::IoTTwinMaker::Workspace").values()
    assert [workspace["Role"]["Fn::GetAtt"][0]] == [role["Ref"] for role in statement["Roles"]]


def test_a_connector_reads_its_own_table_and_its_index_only(synthesized: Synthesized) -> None:
    template = iot(synthesized, "demo")
    readers = [
        one
        for one in statements(template, "dynamodb:Query")
        if one["Roles"][0]["Ref"].startswith("Connectors")
    ]
    assert len(readers) == 2
    for statement in readers:
        table, index = statement["Resource"]
        assert table["Fn::GetAtt"][0] in template["Resources"]
        assert index["Fn::Join"][1] == [table, "/index/by-time"]


def test_alarms_are_of_the_type_that_grafana_lists(synthesized: Synthesized) -> None:
    types = connected(iot(synthesized, "demo"))
    alarm = types["demo.connector.alarm"]
    assert alarm["ExtendsFrom"] == [ALARM_BASIC]
    assert "dataReader" in alarm["Functions"]
    assert all("Scope" not in one for one in alarm["Functions"].values())
    derived = types["demo.connector.simulation.pump.pump"]
    assert derived["ExtendsFrom"] == ["demo.connector.simulation"]
    assert "Functions" not in derived


def test_entities_come_after_the_types_and_what_lets_their_functions_run(
    synthesized: Synthesized,
) -> None:
    template = iot(synthesized, "demo")
    entities = {
        name: resource
        for name, resource in template["Resources"].items()
        if resource["Type"] == "AWS::IoTTwinMaker::Entity"
    }
    kinds = {
        name
        for name, one in of_type(template, "AWS::IoTTwinMaker::ComponentType").items()
        if ".connector." in one["ComponentTypeId"]
    }
    policies = {one for one in template["Resources"] if one.startswith("GraphRoleDefaultPolicy")}
    for entity in entities.values():
        assert kinds <= set(entity["DependsOn"])
    for name in kinds:
        assert policies <= set(template["Resources"][name]["DependsOn"])
    pump = next(
        one["Properties"] for one in entities.values() if one["Properties"]["EntityId"] == "P-101"
    )
    assert {"alarm_high_vibration", "alarm_high_motor_temperature", "simulation_pump"} <= set(
        pump["Components"]
    )


def test_influxdb_is_there_only_where_the_site_file_has_it(synthesized: Synthesized) -> None:
    assert not any("influxdb" in one for one in connected(iot(synthesized, "demo")))
    template = iot(synthesized, "no-console")
    assert "no-console.connector.influxdb.pump" in connected(template)
    reader, writer = statements(template, "secretsmanager:GetSecretValue")
    assert reader["Resource"]["Fn::Join"][1][-1].endswith(":secret:plant/influxdb-??????")
    assert reader["Roles"] != writer["Roles"]


def test_a_site_without_simulation_has_no_table_of_results(synthesized: Synthesized) -> None:
    template = iot(synthesized, "no-simulation")
    assert not any("connector.simulation" in one for one in connected(template))
    assert not any("Results" in name for name in of_type(template, "AWS::DynamoDB::Table"))
