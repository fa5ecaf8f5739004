"""Component types: what they inherit, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from mypy_boto3_iottwinmaker import IoTTwinMakerClient

TEXT: Any = {"dataType": {"type": "STRING"}}
LAMBDA = "arn:aws:lambda:us-east-1:123456789012:function:reader"
READER: Any = {"implementedBy": {"lambda": {"arn": LAMBDA}}}


def make(client: IoTTwinMakerClient, name: str, **parts: Any) -> None:  # noqa: ANN401
    answer = client.create_component_type(workspaceId="plant", componentTypeId=name, **parts)
    assert answer["state"] == "CREATING"


def get(client: IoTTwinMakerClient, name: str) -> Any:  # noqa: ANN401
    return client.get_component_type(workspaceId="plant", componentTypeId=name)


def test_what_is_inherited_is_marked_and_can_be_refined(client: IoTTwinMakerClient) -> None:
    make(
        client, "base", propertyDefinitions={"a": TEXT, "b": TEXT}, functions={"dataReader": READER}
    )
    make(
        client,
        "pump",
        extendsFrom=["base"],
        propertyDefinitions={"b": {"defaultValue": {"stringValue": "x"}}, "c": TEXT},
    )
    found = get(client, "pump")
    inherited = {name: one["isInherited"] for name, one in found["propertyDefinitions"].items()}
    assert inherited == {"a": True, "b": True, "c": False}
    assert found["propertyDefinitions"]["b"]["defaultValue"] == {"stringValue": "x"}
    assert found["functions"]["dataReader"]["isInherited"]
    client.update_component_type(
        workspaceId="plant", componentTypeId="base", propertyDefinitions={"b": TEXT}
    )
    assert set(get(client, "pump")["propertyDefinitions"]) == {"b", "c"}


def test_an_alarm_type_is_abstract_until_it_says_who_reads_it(client: IoTTwinMakerClient) -> None:
    basic = "com.amazon.iottwinmaker.alarm.basic"
    by_entity = {"dataReaderByEntity": READER}
    make(client, "silent", extendsFrom=[basic], functions=by_entity)
    make(client, "told", extendsFrom=[basic], functions={"dataReader": READER, **by_entity})
    assert [get(client, one)["isAbstract"] for one in (basic, "silent", "told")] == [
        True,
        True,
        False,
    ]


def test_a_function_without_connector_makes_a_type_abstract(client: IoTTwinMakerClient) -> None:
    make(client, "reader", functions={"dataReader": {"requiredProperties": []}})
    make(client, "concrete", extendsFrom=["reader"], functions={"dataReader": READER})
    assert get(client, "reader")["isAbstract"]
    assert not get(client, "concrete")["isAbstract"]
    with pytest.raises(client.exceptions.ValidationException, match="abstract"):
        client.create_entity(
            workspaceId="plant", entityName="E", components={"c": {"componentTypeId": "reader"}}
        )
    found = client.list_component_types(
        workspaceId="plant", filters=[{"isAbstract": True}, {"namespace": "reader"}]
    )
    assert [one["componentTypeId"] for one in found["componentTypeSummaries"]] == ["reader"]


def test_a_built_in_type_is_there(client: IoTTwinMakerClient) -> None:
    found = get(client, "com.amazon.iotsitewise.connector")
    assert found["propertyDefinitions"]["sitewiseAssetId"]["isRequiredInEntity"]
    listed = client.list_component_types(
        workspaceId="plant", filters=[{"namespace": "com.amazon"}], maxResults=2
    )
    assert len(listed["componentTypeSummaries"]) == 2
    assert "nextToken" in listed


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"extendsFrom": ["nowhere"]}, "no component type nowhere"),
        ({"propertyDefinitions": {"a": {"isRequiredInEntity": True}}}, "has no dataType"),
        ({"propertyDefinitions": {"a": {"dataType": {"type": "LIST"}}}}, "nestedType"),
        (
            {"propertyDefinitions": {"a": {**TEXT, "defaultValue": {"doubleValue": 1.0}}}},
            "a is STRING, found doubleValue",
        ),
        (
            {
                "propertyDefinitions": {
                    "a": {
                        "dataType": {"type": "STRING", "allowedValues": [{"stringValue": "x"}]},
                        "defaultValue": {"stringValue": "y"},
                    }
                }
            },
            "not allowed",
        ),
        ({"functions": {"reader": READER}}, "there is no function reader"),
        ({"functions": {"dataReader": {"implementedBy": {"isNative": True}}}}, "Lambda"),
        ({"propertyGroups": {"g": {"groupType": "TABULAR", "propertyNames": ["z"]}}}, "unknown"),
        (
            {"compositeComponentTypes": {"me": {"componentTypeId": "wrong"}}},
            "contain itself|no comp",
        ),
    ],
)
def test_what_is_wrong_is_refused(
    client: IoTTwinMakerClient, parts: dict[str, Any], message: str
) -> None:
    with pytest.raises(client.exceptions.ValidationException, match=message):
        client.create_component_type(workspaceId="plant", componentTypeId="wrong", **parts)


def test_a_type_cannot_come_to_extend_itself(client: IoTTwinMakerClient) -> None:
    make(client, "one")
    make(client, "two", extendsFrom=["one"])
    with pytest.raises(client.exceptions.ValidationException, match="extend itself"):
        client.update_component_type(
            workspaceId="plant", componentTypeId="one", extendsFrom=["two"]
        )
    with pytest.raises(client.exceptions.ConflictException, match="used by two"):
        client.delete_component_type(workspaceId="plant", componentTypeId="one")
