"""What of TwinMaker's API is served: all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.integration.services.contracts import model_of
from twin_local.services.iottwinmaker.service import TwinMaker

if TYPE_CHECKING:
    from mypy_boto3_iottwinmaker import IoTTwinMakerClient


ROLE = "arn:aws:iam::123456789012:role/r"
TWO_FILTERS = [{"externalId": "a"}, {"parentEntityId": "b1"}]


def nobody(service: str, role: str | None) -> Any:  # noqa: ANN401
    raise AssertionError(f"{service} is not asked")


def test_every_operation_is_served() -> None:
    service = TwinMaker(account="1", region="r", clients=nobody, revision=lambda: 0)
    assert service.operations() == set(model_of("iottwinmaker").operation_names)


def test_workspaces_and_scenes(client: IoTTwinMakerClient) -> None:
    client.update_workspace(workspaceId="plant", description="d")
    (listed,) = client.list_workspaces()["workspaceSummaries"]
    assert listed.get("description") == "d"
    scene: Any = {"workspaceId": "plant", "sceneId": "main"}
    client.create_scene(**scene, contentLocation="s3://files/a.json", sceneMetadata={"k": "v"})
    client.update_scene(**scene, contentLocation="s3://files/b.json")
    found = client.get_scene(**scene)
    assert (found["contentLocation"], found["sceneMetadata"]) == ("s3://files/b.json", {"k": "v"})
    assert len(client.list_scenes(workspaceId="plant")["sceneSummaries"]) == 1
    with pytest.raises(client.exceptions.ValidationException, match="still has a scene"):
        client.delete_workspace(workspaceId="plant")
    client.delete_scene(**scene)
    client.delete_workspace(workspaceId="plant")
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.get_workspace(workspaceId="plant")


@pytest.mark.parametrize(
    ("operation", "request_"),
    [
        ("create_entity", {"workspaceId": "nowhere", "entityName": "E"}),
        ("list_entities", {"workspaceId": "nowhere"}),
        ("create_scene", {"workspaceId": "plant", "sceneId": "s1", "contentLocation": "C:/a"}),
        ("create_workspace", {"workspaceId": "w2", "s3Location": "arn:aws:s3:::with.dots"}),
        ("list_entities", {"workspaceId": "plant", "nextToken": "nonsense"}),
        ("list_entities", {"workspaceId": "plant", "filters": TWO_FILTERS}),
        ("create_sync_job", {"workspaceId": "plant", "syncSource": "X", "syncRole": ROLE}),
        ("update_pricing_plan", {"pricingMode": "TIERED_BUNDLE"}),
    ],
)
def test_what_is_not_valid(
    client: IoTTwinMakerClient, operation: str, request_: dict[str, Any]
) -> None:
    with pytest.raises(client.exceptions.ValidationException):
        getattr(client, operation)(**request_)
