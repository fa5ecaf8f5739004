"""Entities: components, relationships, the tree, and what goes on while they change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from twin_local.services.settings import configure

if TYPE_CHECKING:
    from mypy_boto3_iottwinmaker import IoTTwinMakerClient

TEXT: Any = {"dataType": {"type": "STRING"}}
FEEDS: Any = {
    "dataType": {
        "type": "LIST",
        "nestedType": {"type": "RELATIONSHIP", "relationship": {"targetComponentTypeId": "pump"}},
    }
}


@pytest.fixture
def types(client: IoTTwinMakerClient) -> None:
    definitions = {
        "label": {**TEXT, "defaultValue": {"stringValue": "none"}},
        "serial": {**TEXT, "isExternalId": True},
        "feeds": FEEDS,
    }
    make_type(client, "motor", propertyDefinitions={"power": {"dataType": {"type": "DOUBLE"}}})
    make_type(
        client,
        "pump",
        propertyDefinitions=definitions,
        compositeComponentTypes={"drive": {"componentTypeId": "motor"}},
    )
    make_type(client, "other")


def make_type(client: IoTTwinMakerClient, name: str, **parts: Any) -> None:  # noqa: ANN401
    client.create_component_type(workspaceId="plant", componentTypeId=name, **parts)


def make(client: IoTTwinMakerClient, key: str, kind: str = "pump", **more: Any) -> None:  # noqa: ANN401
    properties = more.pop("properties", {})
    client.create_entity(
        workspaceId="plant",
        entityId=key,
        entityName=key,
        components={"main": {"componentTypeId": kind, "properties": properties}},
        **more,
    )


def main_properties(client: IoTTwinMakerClient, key: str) -> Any:  # noqa: ANN401
    return client.get_entity(workspaceId="plant", entityId=key)["components"]["main"]["properties"]


def test_a_value_is_reset_to_its_default(client: IoTTwinMakerClient, types: None) -> None:
    make(client, "P-1", properties={"label": {"value": {"stringValue": "x"}}})
    update = {"propertyUpdates": {"label": {"updateType": "RESET_VALUE"}}}
    client.update_entity(
        workspaceId="plant",
        entityId="P-1",
        componentUpdates={"main": update},  # type: ignore[dict-item]
    )
    assert main_properties(client, "P-1")["label"]["value"] == {"stringValue": "none"}


def test_composite_components_have_values_and_are_listed(
    client: IoTTwinMakerClient, types: None
) -> None:
    make(
        client,
        "P-1",
        compositeComponents={
            "main/drive": {"properties": {"power": {"value": {"doubleValue": 4.5}}}}
        },
    )
    listed = client.list_components(workspaceId="plant", entityId="P-1", componentPath="main")
    (drive,) = listed["componentSummaries"]
    assert (drive["componentTypeId"], drive["componentPath"]) == ("motor", "main/drive")
    assert drive["definedIn"] == "pump"
    found = client.list_properties(workspaceId="plant", entityId="P-1", componentPath="main/drive")[
        "propertySummaries"
    ]
    assert [(one["propertyName"], one["value"]) for one in found] == [
        ("power", {"doubleValue": 4.5})
    ]
    with pytest.raises(client.exceptions.ValidationException, match="no component main/gear"):
        make(client, "P-2", compositeComponents={"main/gear": {}})


def test_a_relationship_leads_to_its_type(client: IoTTwinMakerClient, types: None) -> None:
    make(client, "P-1")
    make(client, "X-1", "other")

    def feeds(target: str) -> Any:  # noqa: ANN401
        link = {"relationshipValue": {"targetEntityId": target, "targetComponentName": "main"}}
        return {"feeds": {"value": {"listValue": [link]}}}

    make(client, "P-2", properties=feeds("P-1"))
    with pytest.raises(client.exceptions.ValidationException, match="X-1 has no component"):
        make(client, "P-3", properties=feeds("X-1"))


def test_entities_are_found_by_external_id_and_type(
    client: IoTTwinMakerClient, types: None
) -> None:
    make(client, "P-1", properties={"serial": {"value": {"stringValue": "S-77"}}})
    make(client, "X-1", "other")
    for wanted in ({"externalId": "S-77"}, {"componentTypeId": "pump"}):
        found = client.list_entities(workspaceId="plant", filters=[wanted])  # type: ignore[list-item]
        assert [one["entityId"] for one in found["entitySummaries"]] == ["P-1"]


def test_no_entity_is_above_itself(client: IoTTwinMakerClient, types: None) -> None:
    make(client, "P-1")
    make(client, "P-2", parentEntityId="P-1")
    with pytest.raises(client.exceptions.ValidationException, match="above itself"):
        client.update_entity(
            workspaceId="plant",
            entityId="P-1",
            parentEntityUpdate={"updateType": "UPDATE", "parentEntityId": "P-2"},
        )


def test_a_change_takes_its_time(client: IoTTwinMakerClient, types: None) -> None:
    now = [1_000.0]
    configure(state_folder=None, now=lambda: now[0], transition_seconds=2.0)
    make(client, "P-1")
    read: Any = {"workspaceId": "plant", "entityId": "P-1"}
    assert client.get_entity(**read)["status"]["state"] == "CREATING"
    with pytest.raises(client.exceptions.ConflictException, match="CREATING"):
        client.update_entity(**read, description="x")
    now[0] += 2
    assert client.get_entity(**read)["status"]["state"] == "ACTIVE"
    client.delete_entity(**read)
    assert client.get_entity(**read)["status"]["state"] == "DELETING"
    now[0] += 2
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.get_entity(**read)


def test_a_quota_is_kept(client: IoTTwinMakerClient, types: None) -> None:
    configure(state_folder=None, quotas={"twinmaker-entities-per-workspace": 1})
    make(client, "P-1")
    with pytest.raises(client.exceptions.ServiceQuotaExceededException) as caught:
        make(client, "P-2")
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 402


def test_tags_are_kept_and_limited(client: IoTTwinMakerClient, types: None) -> None:
    make(client, "P-1", tags={"site": "demo"})
    arn = client.get_entity(workspaceId="plant", entityId="P-1")["arn"]
    client.tag_resource(resourceARN=arn, tags={"line": "1"})
    client.untag_resource(resourceARN=arn, tagKeys=["site"])
    assert client.list_tags_for_resource(resourceARN=arn)["tags"] == {"line": "1"}
    with pytest.raises(client.exceptions.TooManyTagsException):
        client.tag_resource(resourceARN=arn, tags={f"t{number}": "x" for number in range(50)})


def test_queries_page_by_page_and_by_plan(client: IoTTwinMakerClient, types: None) -> None:
    for number in range(3):
        make(client, f"P-{number}", **({"parentEntityId": "P-0"} if number else {}))
    statement = "SELECT e, e.entityId FROM EntityGraph MATCH (e)-[:isChildOf]->(p)"
    asked: Any = {"workspaceId": "plant", "queryStatement": statement, "maxResults": 1}
    first = client.execute_query(**asked)
    assert [one["type"] for one in first["columnDescriptions"]] == ["NODE", "VALUE"]
    second = client.execute_query(**asked, nextToken=first["nextToken"])
    rows = [*first["rows"], *second["rows"]]
    found: list[Any] = [row["rowData"] for row in rows]
    assert [row[1] for row in found] == ["P-1", "P-2"]
    node = found[0][0]
    assert node["components"][0]["componentTypeId"] == "pump"
    assert "nextToken" not in second
    with pytest.raises(client.exceptions.ValidationException, match="another query"):
        client.execute_query(
            workspaceId="plant",
            queryStatement=f"{statement} LIMIT 5",
            nextToken=first["nextToken"],
        )
    with pytest.raises(client.exceptions.ValidationException, match="at position 8"):
        client.execute_query(workspaceId="plant", queryStatement="SELECT , FROM EntityGraph")
    client.update_pricing_plan(pricingMode="BASIC")
    assert client.get_pricing_plan()["currentPricingPlan"]["billableEntityCount"] == 3
    with pytest.raises(client.exceptions.AccessDeniedException, match="BASIC"):
        client.execute_query(**asked)
