"""How AWS IoT SiteWise is read back."""

from __future__ import annotations

from twin_local.engine.reads.read import Answer, Read, Reads, tags

IDS = {"variables": "names of properties are stored as their ids"}


def _described_property(answer: Answer) -> Answer:
    """Return an asset's property, also of a composite model, as UpdateAssetProperty names it."""
    found = answer.get("assetProperty") or answer["compositeModel"]["assetProperty"]
    return {
        "propertyAlias": found.get("alias"),
        "propertyUnit": found.get("unit"),
        "propertyNotificationState": found["notification"]["state"],
    }


OPERATIONS: Reads = {
    ("iotsitewise", "AssociateAssets"): (
        Read(
            "ListAssociatedAssets",
            {"assetId": "{q.assetId}", "hierarchyId": "{q.hierarchyId}"},
            root="assetSummaries",
            then=lambda found: [{"childAssetId": one["id"]} for one in found],
        ),
    ),
    ("iotsitewise", "CreateAsset"): (
        Read("DescribeAsset", {"assetId": "{a.assetId}"}),
        tags({"resourceArn": "{a.assetArn}"}),
    ),
    ("iotsitewise", "CreateAssetModel"): (
        Read("DescribeAssetModel", {"assetModelId": "{a.assetModelId}"}, unread=IDS),
        tags({"resourceArn": "{a.assetModelArn}"}),
    ),
    ("iotsitewise", "PutAssetModelInterfaceRelationship"): (
        Read(
            "DescribeAssetModelInterfaceRelationship",
            {
                "assetModelId": "{q.assetModelId}",
                "interfaceAssetModelId": "{q.interfaceAssetModelId}",
            },
            unread={"propertyMappingConfiguration": "the mapping that follows from it is kept"},
        ),
    ),
    ("iotsitewise", "UpdateAssetProperty"): (
        Read(
            "DescribeAssetProperty",
            {"assetId": "{q.assetId}", "propertyId": "{q.propertyId}"},
            then=_described_property,
        ),
    ),
}
