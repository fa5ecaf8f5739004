"""TwinMaker asks real functions for values, under the role of the workspace."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.integration.execution.conftest import ROLE
from twin_local import moto_extension

Client = Callable[[str], Any]
Function = Callable[..., str]
START, END = "2026-01-01T00:00:00Z", "2026-01-01T01:00:00Z"
SERIES: Any = {"dataType": {"type": "DOUBLE"}, "isTimeSeries": True, "isStoredExternally": True}
ATTRIBUTE: Any = {"dataType": {"type": "STRING"}, "isStoredExternally": True}
KEY: Any = {"dataType": {"type": "STRING"}, "isExternalId": True, "isRequiredInEntity": True}

ECHO = """
import json
def handler(event, context):
    reference = {'propertyName': 'flow', 'entityId': 'pump-1', 'componentName': 'main'}
    if 'entityId' not in event:
        reference = {'propertyName': 'flow', 'externalIdProperty': {'key': 'K-1'}}
    values = [{'time': event['startTime'], 'value': {'doubleValue': 1.5}}]
    print(json.dumps(event))
    return {'propertyValues': [{'entityPropertyReference': reference, 'values': values}],
            'nextToken': json.dumps(event, sort_keys=True), 'more': 1}
"""
READ_ATTRIBUTES = """
def handler(event, context):
    reference = {'propertyName': 'maker', 'entityId': event['entityId'],
                 'componentName': event['componentName']}
    value = {'stringValue': event['properties']['key']['value']['stringValue'] + ' by ACME'}
    return {'propertyValues': {'maker': {'propertyReference': reference, 'propertyValue': value}}}
"""
WRITE = """
def handler(event, context):
    bad = [one for one in event['entries'] if one['propertyValues'][0]['value']['doubleValue'] < 0]
    for one in bad:
        one.pop('entryId')
    error = {'errorCode': 'NEGATIVE', 'errorMessage': event['workspaceId']}
    return {'errorEntries': [{'errors': [{**error, 'entry': one}]} for one in bad]}
"""
INITIALIZE = """
import boto3
from botocore.config import Config
def handler(event, context):
    # A connector may itself ask TwinMaker: nothing is locked while it runs.
    client = boto3.client('iottwinmaker', config=Config(inject_host_prefix=False))
    client.get_workspace(workspaceId=event['workspaceId'])
    return {'properties': {'found': {'definition': {'dataType': {'type': 'LONG'}},
                                     'value': {'longValue': len(event['properties'])}}}}
"""


@pytest.fixture
def workspace(client: Client) -> str:
    moto_extension.install()
    name = f"plant-{uuid.uuid4().hex[:8]}"
    client("iottwinmaker").create_workspace(workspaceId=name, role=ROLE)
    return name


def make_pump(client: Client, workspace: str, **functions: str) -> None:
    """Make a type with functions by ARN, and one pump of it."""
    twinmaker = client("iottwinmaker")
    twinmaker.create_component_type(
        workspaceId=workspace,
        componentTypeId="pump",
        propertyDefinitions={"flow": SERIES, "maker": ATTRIBUTE, "key": KEY},
        functions={
            name: {"implementedBy": {"lambda": {"arn": arn}}} for name, arn in functions.items()
        },
    )
    properties = {"key": {"value": {"stringValue": "K-1"}}}
    twinmaker.create_entity(
        workspaceId=workspace,
        entityId="pump-1",
        entityName="Pump 1",
        components={"main": {"componentTypeId": "pump", "properties": properties}},
    )


def history(client: Client, workspace: str, **where: str) -> Any:
    return client("iottwinmaker").get_property_value_history(
        workspaceId=workspace,
        selectedProperties=["flow"],
        startTime=START,
        endTime=END,
        orderByTime="DESCENDING",
        maxResults=7,
        propertyFilters=[{"propertyName": "flow", "operator": ">", "value": {"doubleValue": 1.0}}],
        **where,
    )


MAIN = {"entityId": "pump-1", "componentName": "main"}


def test_a_reader_is_asked_as_the_guide_says(
    client: Client, function: Function, workspace: str
) -> None:
    arn = function("udq-reader", ECHO, Timeout=10)
    make_pump(client, workspace, dataReader=arn)
    answer = history(client, workspace, **MAIN)
    (found,) = answer["propertyValues"]
    assert found["entityPropertyReference"] == {"propertyName": "flow", **MAIN}
    assert found["values"] == [{"time": "2026-01-01T00:00:00.000Z", "value": {"doubleValue": 1.5}}]
    asked = json.loads(answer["nextToken"])
    properties = asked.pop("properties")
    assert asked == {
        "workspaceId": workspace,
        **MAIN,
        "componentTypeId": "pump",
        "selectedProperties": ["flow"],
        "propertyFilters": [
            {"propertyName": "flow", "operator": ">", "value": {"doubleValue": 1.0}}
        ],
        "startTime": "2026-01-01T00:00:00.000Z",
        "endTime": "2026-01-01T01:00:00.000Z",
        "startDateTime": 1767225600,
        "endDateTime": 1767229200,
        "orderByTime": "DESCENDING",
        "maxResults": 7,
    }
    assert properties["key"]["value"] == {"stringValue": "K-1"}
    assert properties["flow"]["definition"]["isTimeSeries"]


def test_a_reader_is_asked_for_all_of_a_type(
    client: Client, function: Function, workspace: str
) -> None:
    arn = function("udq-by-type", ECHO, Timeout=10)
    make_pump(client, workspace, dataReaderByComponentType=arn)
    answer = history(client, workspace, componentTypeId="pump")
    assert answer["propertyValues"][0]["entityPropertyReference"]["externalIdProperty"] == {
        "key": "K-1"
    }
    with pytest.raises(ClientError, match="has no function dataReaderByEntity or dataReader"):
        history(client, workspace, **MAIN)


def test_an_attribute_is_read_from_its_connector(
    client: Client, function: Function, workspace: str
) -> None:
    arn = function("udq-attributes", READ_ATTRIBUTES, Timeout=10)
    make_pump(client, workspace, attributePropertyValueReaderByEntity=arn)
    answer = client("iottwinmaker").get_property_value(
        workspaceId=workspace, selectedProperties=["maker"], **MAIN
    )
    assert answer["propertyValues"]["maker"]["propertyValue"] == {"stringValue": "K-1 by ACME"}


def test_a_writer_tells_entry_by_entry(client: Client, function: Function, workspace: str) -> None:
    arn = function("udq-writer", WRITE, Timeout=10)
    make_pump(client, workspace, dataWriter=arn)

    def entry(value: float, **reference: Any) -> Any:
        values = [{"time": START, "value": {"doubleValue": value}}]
        return {
            "entityPropertyReference": {"propertyName": "flow", **reference},
            "propertyValues": values,
        }

    by_key = {"externalIdProperty": {"key": "K-1"}}
    entries = [entry(1.0, **MAIN), entry(-1.0, **by_key), entry(1.0, entityId="nobody")]
    wrong = client("iottwinmaker").batch_put_property_values(workspaceId=workspace, entries=entries)
    errors = [error for one in wrong["errorEntries"] for error in one["errors"]]
    assert sorted(one["errorCode"] for one in errors) == ["NEGATIVE", "ResourceNotFoundException"]
    negative = next(one for one in errors if one["errorCode"] == "NEGATIVE")
    assert negative["errorMessage"] == workspace
    assert negative["entry"]["entityPropertyReference"]["externalIdProperty"] == {"key": "K-1"}


def test_a_schema_initializer_brings_in_properties(
    client: Client, function: Function, workspace: str
) -> None:
    arn = function("udq-schema", INITIALIZE, Timeout=10)
    make_pump(client, workspace, schemaInitializer=arn)
    found = client("iottwinmaker").get_entity(workspaceId=workspace, entityId="pump-1")
    main = found["components"]["main"]
    assert main["status"]["state"] == "ACTIVE", main["status"]
    assert main["properties"]["found"]["value"] == {"longValue": 3}
    assert main["properties"]["found"]["definition"]["isImported"]


@pytest.mark.parametrize(
    ("source", "code", "message"),
    [
        ("def handler(e, c):\n    raise KeyError('x')", "ConnectorFailureException", "KeyError"),
        ("def handler(e, c):\n    return 'text'", "ConnectorFailureException", "no object"),
        ("def handler(e, c):\n    return {}", "ConnectorFailureException", "no propertyValues"),
        (
            "def handler(e, c):\n    return {'propertyValues': [{'values': []}]}",
            "ConnectorFailureException",
            "entityPropertyReference is required",
        ),
        (
            "import time\ndef handler(e, c):\n    time.sleep(30)",
            "ConnectorTimeoutException",
            "timed out",
        ),
    ],
)
def test_what_a_connector_does_wrong(
    client: Client, function: Function, workspace: str, source: str, code: str, message: str
) -> None:
    make_pump(client, workspace, dataReader=function("udq-wrong", source, Timeout=1))
    with pytest.raises(ClientError, match=message) as caught:
        history(client, workspace, **MAIN)
    assert caught.value.response["Error"]["Code"] == code
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 424


def test_the_workspace_s_role_must_be_allowed(
    client: Client, function: Function, workspace: str
) -> None:
    trust = json.dumps({"Version": "2012-10-17", "Statement": []})
    role = client("iam").create_role(RoleName=workspace, AssumeRolePolicyDocument=trust)["Role"]
    make_pump(client, workspace, dataReader=function("udq-denied", ECHO, Timeout=10))
    client("iottwinmaker").update_workspace(workspaceId=workspace, role=role["Arn"])
    with pytest.raises(ClientError, match="lambda:InvokeFunction") as caught:
        history(client, workspace, **MAIN)
    assert caught.value.response["Error"]["Code"] == "AccessDeniedException"
