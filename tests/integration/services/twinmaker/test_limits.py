"""Every documented limit and error of TwinMaker's fields: beyond it refused, at it taken.

https://docs.aws.amazon.com/iot-twinmaker/latest/apireference/
botocore's client checks only some of it, so it is told to check nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_iottwinmaker import IoTTwinMakerClient

Json = Any
Request = tuple[str, Json]
WHERE = {"workspaceId": "plant", "entityId": "P-1", "componentName": "main"}
TEXT = {"dataType": {"type": "STRING"}}
BUCKET = "arn:aws:s3:::files"
ROLE = "arn:aws:iam::123456789012:role/r"


@pytest.fixture
def unchecked(client: IoTTwinMakerClient) -> IoTTwinMakerClient:
    """Return a client that sends what it is given, to a workspace with an entity P-1."""
    texts = {"dataType": {"type": "LIST", "nestedType": {"type": "STRING"}}}
    named = {"dataType": {"type": "MAP", "nestedType": {"type": "STRING"}}}
    definitions: Json = {"label": TEXT, "texts": texts, "named": named}
    client.create_component_type(
        workspaceId="plant", componentTypeId="pump", propertyDefinitions=definitions
    )
    client.create_entity(
        workspaceId="plant",
        entityId="P-1",
        entityName="P-1",
        components={"main": {"componentTypeId": "pump"}},
    )
    checks = Config(parameter_validation=False)
    return boto3.client("iottwinmaker", region_name="us-east-1", config=checks)


def workspace(**more: Json) -> Request:
    return "create_workspace", {"workspaceId": "other", **more}


def scene(**more: Json) -> Request:
    given = {"workspaceId": "plant", "sceneId": "main", "contentLocation": "s3://files/a.json"}
    return "create_scene", {**given, **more}


def kind(key: str = "kind", **more: Json) -> Request:
    return "create_component_type", {"workspaceId": "plant", "componentTypeId": key, **more}


def entity(key: str = "P-2", **more: Json) -> Request:
    return "create_entity", {"workspaceId": "plant", "entityId": key, "entityName": "E", **more}


def component(name: str = "main", **properties: Json) -> Request:
    given = {key: {"value": one} for key, one in properties.items()}
    return entity(components={name: {"componentTypeId": "pump", "properties": given}})


def texts(count: int) -> Json:
    return {"listValue": [{"stringValue": "x"}] * count}


def named(count: int) -> Json:
    return {"mapValue": {f"k{number}": {"stringValue": "x"} for number in range(count)}}


def one_of(count: int) -> Request:
    allowed = [{"stringValue": str(number)} for number in range(count)]
    return kind(
        propertyDefinitions={"a": {"dataType": {"type": "STRING", "allowedValues": allowed}}}
    )


def latest(count: int) -> Request:
    return "get_property_value", {**WHERE, "selectedProperties": ["label"] * count}


def entries(count: int, values: int = 1) -> Request:
    reference = {"entityId": "P-1", "componentName": "main", "propertyName": "label"}
    written = [{"time": "2026-01-01T00:00:00Z", "value": {"stringValue": "x"}}] * values
    one = {"entityPropertyReference": reference, "propertyValues": written}
    return "batch_put_property_values", {"workspaceId": "plant", "entries": [one] * count}


def query(text: str, **more: Json) -> Request:
    return "execute_query", {"workspaceId": "plant", "queryStatement": text, **more}


def transfer(*sources: Json) -> Request:
    target = {"type": "s3", "s3Configuration": {"location": BUCKET}}
    return "create_metadata_transfer_job", {"sources": list(sources), "destination": target}


FILTER = {"propertyName": "label", "operator": "=", "value": {"stringValue": "x"}}
SELECT = "SELECT e FROM EntityGraph MATCH (e)"
TWINMAKER = {"type": "iottwinmaker", "iotTwinMakerConfiguration": {"workspace": "plant"}}
BEYOND: dict[str, Request] = {
    "short workspace": workspace(workspaceId="w"),
    "long workspace": workspace(workspaceId="w" * 129),
    "bucket with dots": workspace(s3Location="arn:aws:s3:::with.dots"),
    "scene with a space": scene(sceneId="a scene"),
    "location with a space": scene(contentLocation="s3://files/a b.json"),
    "long location": scene(contentLocation=f"s3://files/{'a' * 246}"),
    "entity with a slash": entity("a/b"),
    "long entity": entity("e" * 129),
    "long name of an entity": entity(entityName="n" * 257),
    "component with a space": component("main pump"),
    "long component": component("c" * 257),
    "type with a space": kind("a type"),
    "long type": kind("t" * 257),
    "property with a space": kind(propertyDefinitions={"a b": TEXT}),
    "data type": kind(propertyDefinitions={"a": {"dataType": {"type": "TEXT"}}}),
    "51 allowed values": one_of(51),
    "257 characters": component(label={"stringValue": "x" * 257}),
    "51 of a list": component(texts=texts(51)),
    "51 of a map": component(named=named(51)),
    "long expression": component(label={"expression": "${Parameters." + "x" * 303 + "}"}),
    "no expression": component(label={"expression": "1 + 1"}),
    "no selected property": latest(0),
    "11 selected properties": latest(11),
    "11 filters": (
        "get_property_value_history",
        {**WHERE, "selectedProperties": ["label"], "propertyFilters": [FILTER] * 11},
    ),
    "no entry": entries(0),
    "11 entries": entries(11),
    "11 values": entries(1, 11),
    "201 on a page": ("list_entities", {"workspaceId": "plant", "maxResults": 201}),
    "long query": query(SELECT + " " * 1_000),
    "101 rows": query(SELECT, maxResults=101),
    "51 tags": entity(tags={f"k{number}": "x" for number in range(51)}),
    "source of a sync": (
        "create_sync_job",
        {"workspaceId": "plant", "syncSource": "TWINMAKER", "syncRole": ROLE},
    ),
    "no source of a transfer": transfer(),
    "two sources of a transfer": transfer(TWINMAKER, TWINMAKER),
    "update of a component": (
        "update_entity",
        {
            "workspaceId": "plant",
            "entityId": "P-1",
            "componentUpdates": {"main": {"updateType": "MERGE"}},
        },
    ),
    "pricing": ("update_pricing_plan", {"pricingMode": "FREE"}),
}
WITHIN: list[Request] = [
    workspace(workspaceId="w" * 128),
    workspace(workspaceId="ws", s3Location=BUCKET),
    scene(contentLocation=f"s3://files/{'a' * 245}"),
    entity("e" * 128, tags={f"k{number}": "x" for number in range(50)}),
    entity("a.b:c-d_e"),
    entity("9b6a1a8e-0000-4000-8000-00000000000a"),
    kind("t" * 256),
    one_of(50),
    component(label={"stringValue": "x" * 256}, texts=texts(50), named=named(50)),
    ("list_entities", {"workspaceId": "plant", "maxResults": 200}),
    query(SELECT + " " * (1_000 - len(SELECT)), maxResults=100),
]


def answer(client: IoTTwinMakerClient, request: Request) -> tuple[str, int]:
    """Return the code and status of the error that a request has, or "taken"."""
    operation, parameters = request
    try:
        found = getattr(client, operation)(**parameters)
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        return error.response["Error"]["Code"], status
    return "taken", found["ResponseMetadata"]["HTTPStatusCode"]


def test_what_is_beyond_a_limit_is_refused(unchecked: IoTTwinMakerClient) -> None:
    found = {name: answer(unchecked, one) for name, one in BEYOND.items()}
    assert found == dict.fromkeys(BEYOND, ("ValidationException", 400))


def test_what_is_at_a_limit_is_taken(unchecked: IoTTwinMakerClient) -> None:
    assert [answer(unchecked, one) for one in WITHIN] == [("taken", 200)] * len(WITHIN)


def test_a_list_has_25_on_a_page_and_a_query_50(unchecked: IoTTwinMakerClient) -> None:
    for number in range(50):
        answer(unchecked, entity(f"E-{number}"))
    assert len(unchecked.list_entities(workspaceId="plant")["entitySummaries"]) == 25
    rows = unchecked.execute_query(workspaceId="plant", queryStatement=SELECT)["rows"]
    assert len(rows) == 50


ERRORS: list[tuple[Request, tuple[str, int]]] = [
    (
        ("get_scene", {"workspaceId": "plant", "sceneId": "none"}),
        ("ResourceNotFoundException", 404),
    ),
    (entity("P-1"), ("ConflictException", 409)),
    (kind("pump"), ("ConflictException", 409)),
    (workspace(workspaceId="plant"), ("ConflictException", 409)),
    (entity("P-9", parentEntityId="none"), ("ValidationException", 400)),
]


def test_errors_have_their_codes_and_statuses(unchecked: IoTTwinMakerClient) -> None:
    assert [answer(unchecked, one) for one, _ in ERRORS] == [expected for _, expected in ERRORS]
