"""How AWS IoT SiteWise is read back."""

from __future__ import annotations

from twin_local.engine.reads.read import Answer, Read, Reads, tags

PART = (
    "assetModelCompositeModelName",
    "assetModelCompositeModelType",
    "assetModelCompositeModelExternalId",
    "assetModelCompositeModelDescription",
)
IDS = {"variables": "names of properties are stored as their ids"}


def _described_property(answer: Answer) -> Answer:
    """Return an asset's property, also of a composite model, as UpdateAssetProperty names it."""
    found = answer.get("assetProperty") or answer["compositeModel"]["assetProperty"]
    return {
        "propertyAlias": found.get("alias"),
        "propertyUnit": found.get("unit"),
        "propertyNotificationState": found["notification"]["state"],
    }


def _described_part(answer: Answer) -> Answer:
    """Return a composite model as CreateAssetModelCompositeModel names it."""
    [component] = answer.get("compositionDetails", {}).get("compositionRelationship") or [{}]
    own = {} if component else answer
    return {
        **{key: value for key, value in answer.items() if key in PART},
        "assetModelCompositeModelProperties": own.get("assetModelCompositeModelProperties"),
        "composedAssetModelId": component.get("id"),
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
    ("iotsitewise", "CreateAssetModelCompositeModel"): (
        Read(
            "DescribeAssetModelCompositeModel",
            {
                "assetModelId": "{q.assetModelId}",
                "assetModelCompositeModelId": "{a.assetModelCompositeModelId}",
            },
            then=_described_part,
            unread=IDS,
        ),
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
    ("iotsitewise", "UpdateAssetModel"): (
        Read("DescribeAssetModel", {"assetModelId": "{q.assetModelId}"}, unread=IDS),
    ),
    ("iotsitewise", "UpdateAssetProperty"): (
        Read(
            "DescribeAssetProperty",
            {"assetId": "{q.assetId}", "propertyId": "{q.propertyId}"},
            then=_described_property,
        ),
    ),
}
