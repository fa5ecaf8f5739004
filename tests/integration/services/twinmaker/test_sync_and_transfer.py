"""What comes from SiteWise and S3, and what goes there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from twin_local.services.settings import configure

if TYPE_CHECKING:
    from mypy_boto3_iottwinmaker import IoTTwinMakerClient

ROLE = "arn:aws:iam::123456789012:role/sync"
ARN = "arn:aws:iottwinmaker:us-east-1:123456789012:workspace/plant"
JOB: Any = {"workspaceId": "plant", "syncSource": "SITEWISE"}


def make_line() -> tuple[str, str]:
    """Make a line with a pump in SiteWise and return their ids."""
    sitewise = boto3.client("iotsitewise")
    flow: Any = {"name": "flow", "dataType": "DOUBLE", "unit": "l/s", "type": {"measurement": {}}}
    pump = sitewise.create_asset_model(assetModelName="Pump", assetModelProperties=[flow])
    line = sitewise.create_asset_model(
        assetModelName="Line",
        assetModelHierarchies=[{"name": "pumps", "childAssetModelId": pump["assetModelId"]}],
    )
    parent = sitewise.create_asset(assetName="L-1", assetModelId=line["assetModelId"])["assetId"]
    child = sitewise.create_asset(assetName="P-1", assetModelId=pump["assetModelId"])["assetId"]
    (hierarchy,) = sitewise.describe_asset(assetId=parent)["assetHierarchies"]
    sitewise.associate_assets(
        assetId=parent, hierarchyId=str(hierarchy.get("id")), childAssetId=child
    )
    return parent, child


def test_assets_become_entities_and_stay_in_step(client: IoTTwinMakerClient) -> None:
    parent, child = make_line()
    client.create_sync_job(**JOB, syncRole=ROLE)
    assert client.get_sync_job(**JOB)["status"]["state"] == "ACTIVE"
    entity = client.get_entity(workspaceId="plant", entityId=child)
    assert (entity["entityName"], entity["parentEntityId"]) == ("P-1", parent)
    base = entity["components"]["sitewiseBase"]
    assert base["componentTypeId"].startswith("iotsitewise.assetmodel:")
    (flow,) = base["properties"].values()
    assert flow["definition"]["displayName"] == "flow"
    assert flow["definition"]["dataType"] == {"type": "DOUBLE", "unitOfMeasure": "l/s"}
    above = client.get_entity(workspaceId="plant", entityId=parent)["components"]["sitewiseBase"]
    (link,) = above["properties"].values()
    assert link["value"]["listValue"][0]["relationshipValue"]["targetEntityId"] == child
    boto3.client("iotsitewise").update_asset(assetId=child, assetName="P-2")
    assert client.get_entity(workspaceId="plant", entityId=child)["entityName"] == "P-2"
    filters: Any = [{"resourceType": "ENTITY"}, {"state": "IN_SYNC"}]
    found = client.list_sync_resources(**JOB, filters=filters)["syncResources"]
    assert {one["resourceId"] for one in found} == {parent, child}


def test_what_is_synced_is_read_only_and_goes_with_its_job(client: IoTTwinMakerClient) -> None:
    _, child = make_line()
    client.create_sync_job(**JOB, syncRole=ROLE)
    with pytest.raises(client.exceptions.ConflictException):
        client.create_sync_job(**JOB, syncRole=ROLE)
    with pytest.raises(client.exceptions.ValidationException, match="in its source only"):
        client.update_entity(workspaceId="plant", entityId=child, description="mine")
    client.create_component_type(workspaceId="plant", componentTypeId="note")
    note: Any = {"updateType": "CREATE", "componentTypeId": "note"}
    client.update_entity(workspaceId="plant", entityId=child, componentUpdates={"note": note})
    boto3.client("iotsitewise").update_asset(assetId=child, assetName="P-3")
    kept = client.get_entity(workspaceId="plant", entityId=child)
    assert (kept["entityName"], set(kept["components"])) == ("P-3", {"sitewiseBase", "note"})
    client.delete_sync_job(**JOB)
    assert client.list_entities(workspaceId="plant")["entitySummaries"] == []
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.get_sync_job(**JOB)


def transfer(client: IoTTwinMakerClient, key: str, source: Any, destination: Any) -> Any:  # noqa: ANN401
    answer = client.create_metadata_transfer_job(
        metadataTransferJobId=key, sources=[source], destination=destination
    )
    assert answer["status"]["state"] == "VALIDATING"
    return client.get_metadata_transfer_job(metadataTransferJobId=key)


def bucket(place: str) -> Any:  # noqa: ANN401
    return {"type": "s3", "s3Configuration": {"location": f"arn:aws:s3:::plant-files/{place}"}}


GRAPH: Any = {"type": "iottwinmaker", "iotTwinMakerConfiguration": {"workspace": ARN}}


def test_a_document_is_imported_and_exported_again(client: IoTTwinMakerClient) -> None:
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="plant-files")
    label = {"dataType": {"type": "STRING"}}
    component = {
        "componentTypeId": "kind",
        "properties": {"label": {"value": {"stringValue": "x"}}},
    }
    document = {
        "componentTypes": [
            {"componentTypeId": "kind", "extendsFrom": ["base"]},
            {"componentTypeId": "base", "propertyDefinitions": {"label": label}},
        ],
        "entities": [
            {"entityId": "e2", "entityName": "E 2", "parentEntityId": "e1"},
            {"entityId": "e1", "entityName": "E 1", "components": {"main": component}},
        ],
        "entityComponents": [
            {"entityId": "e2", "componentName": "more", "componentTypeId": "kind"},
        ],
    }
    s3.put_object(Bucket="plant-files", Key="in.json", Body=json.dumps(document))
    done = transfer(client, "job-1", bucket("in.json"), GRAPH)
    assert done["status"]["state"] == "COMPLETED", done["status"]
    assert done["progress"]["succeededCount"] == 5
    entity = client.get_entity(workspaceId="plant", entityId="e2")
    assert (entity["parentEntityId"], set(entity["components"])) == ("e1", {"more"})
    transfer(client, "job-2", GRAPH, bucket("out"))
    body = s3.get_object(Bucket="plant-files", Key="out/job-2.json")["Body"].read()
    written = json.loads(body)
    assert {one["entityId"]: one["entityName"] for one in written["entities"]} == {
        "e1": "E 1",
        "e2": "E 2",
    }
    by_id = {one["entityId"]: one for one in written["entities"]}
    assert by_id["e1"]["components"] == {"main": component}
    asked: Any = {"sourceType": "iottwinmaker", "destinationType": "s3"}
    (listed,) = client.list_metadata_transfer_jobs(**asked)["metadataTransferJobSummaries"]
    assert listed["metadataTransferJobId"] == "job-2"


def test_what_cannot_be_imported_is_told(client: IoTTwinMakerClient) -> None:
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="plant-files")
    entity = {"entityId": "e1", "entityName": "E", "parentEntityId": "nobody"}
    s3.put_object(Bucket="plant-files", Key="in.json", Body=json.dumps({"entities": [entity]}))
    failed = transfer(client, "job-1", bucket("in.json"), GRAPH)
    assert failed["status"]["state"] == "ERROR"
    assert "no parent entity nobody" in failed["status"]["error"]["message"]
    missing = transfer(client, "job-2", bucket("nothing.json"), GRAPH)
    assert missing["status"]["error"]["code"] == "PROCESSING_ERROR"


def test_a_job_that_has_not_begun_is_cancelled(client: IoTTwinMakerClient) -> None:
    configure(state_folder=None, transition_seconds=60)
    assert transfer(client, "job-1", GRAPH, bucket("out"))["status"]["state"] == "PENDING"
    client.cancel_metadata_transfer_job(metadataTransferJobId="job-1")
    with pytest.raises(client.exceptions.ConflictException, match="CANCELLED"):
        client.cancel_metadata_transfer_job(metadataTransferJobId="job-1")
