"""AWS IoT SiteWise.

CloudFormation names properties and hierarchies by logical ids of the template; the API by ids that
the service gives them. A logical id is looked up in the template's model and matched by external
id or name with what the service describes.
"""

from __future__ import annotations

from twin_local.engine.entry import Call, Table, TypeEntry
from twin_local.engine.errors import TemplateError
from twin_local.engine.json_value import Properties
from twin_local.engine.types import sitewise_model
from twin_local.engine.types.sitewise_model import all_properties, is_custom, match

MODEL = {"assetModelId": "{id}"}
ASSET = {"assetId": "{id}"}
MODEL_NAMES = {
    "AssetModelCompositeModels.CompositeModelProperties": "properties",
}
NOT_UPDATED = ("AssetModelType", "Tags")
MODEL_BODY = (
    "AssetModelName",
    "AssetModelType",
    "AssetModelExternalId",
    "AssetModelDescription",
    "AssetModelProperties",
    "AssetModelHierarchies",
    "AssetModelCompositeModels",
    "Tags",
)
DESCRIBE_MODEL = Call("DescribeAssetModel", takes=(), always=True, fixed=MODEL)
DESCRIBE_ASSET = Call("DescribeAsset", takes=(), always=True, fixed=ASSET)


def _asset_property(_: Properties, known: Properties) -> Properties:
    item = known["item"]
    return {
        "PropertyId": _property_id(item, known),
        "PropertyAlias": item.get("Alias"),
        "PropertyNotificationState": item.get("NotificationState"),
        "PropertyUnit": item.get("Unit"),
        **_unknown(item, {"Alias", "NotificationState", "Unit"}),
    }


def _asset_hierarchy(_: Properties, known: Properties) -> Properties:
    item = known["item"]
    return {
        "HierarchyId": _hierarchy_id(item, known),
        "ChildAssetId": item["ChildAssetId"],
        **_unknown(item, {"ChildAssetId"}),
    }


def _interface(_: Properties, known: Properties) -> Properties:
    """Map properties by name, unless the template says which stand for which."""
    item = known["item"]
    mappings = [
        {
            "AssetModelPropertyId": _mapped_property(one, known),
            "InterfaceAssetModelPropertyId": (
                f"externalId:{one['InterfaceAssetModelPropertyExternalId']}"
            ),
        }
        for one in item.get("PropertyMappings", [])
    ]
    return {
        "InterfaceAssetModelId": item["InterfaceAssetModelId"],
        "PropertyMappingConfiguration": {"MatchByPropertyName": True, "Overrides": mappings},
        **_unknown(item, {"InterfaceAssetModelId", "PropertyMappings"}),
    }


def _mapped_property(mapping: Properties, known: Properties) -> str:
    prefix = "AssetModelProperty"
    named = {
        key.removeprefix(prefix): value for key, value in mapping.items() if key.startswith(prefix)
    }
    described = known["last"].get("assetModelProperties", [])
    return _service_id(named, "property", list(all_properties(known["p"])), described)


def _unknown(item: Properties, carried: set[str]) -> Properties:
    naming = {"Id", "ExternalId", "LogicalId"}
    return {key: value for key, value in item.items() if key not in carried | naming}


def _property_id(item: Properties, known: Properties) -> str:
    described = list(known["last"].get("assetProperties", []))
    for composite in known["last"].get("assetCompositeModels", []):
        described.extend(composite.get("properties", []))
    return _service_id(item, "property", list(all_properties(_template_model(known))), described)


def _hierarchy_id(item: Properties, known: Properties) -> str:
    declared = _template_model(known).get("AssetModelHierarchies", [])
    described = known["last"].get("assetHierarchies", [])
    return _service_id(item, "hierarchy", declared, described)


def _template_model(known: Properties) -> Properties:
    model: Properties = known["deployed"].get(known["p"]["AssetModelId"], {})
    return model


def _service_id(
    item: Properties, kind: str, declared: list[Properties], described: list[Properties]
) -> str:
    if "Id" in item:
        return str(item["Id"])
    if "ExternalId" in item:
        return f"externalId:{item['ExternalId']}"
    wanted = str(item.get("LogicalId", ""))
    if not described:
        return wanted  # nothing is deployed yet: the template is only being checked
    for candidate in declared:
        there = match(candidate, described) if candidate.get("LogicalId") == wanted else None
        if there is not None:
            return str(there["id"])
    raise TemplateError(f"the asset model has no {kind} with this logical id", found=wanted)


ASSET_PROPERTIES = Call(
    "UpdateAssetProperty",
    each="AssetProperties",
    spread=False,
    fixed=ASSET,
    reshape=_asset_property,
    undo=Call(
        "UpdateAssetProperty",
        fixed=ASSET,
        reshape=lambda _, known: {"PropertyId": _property_id(known["item"], known)},
    ),
)
CHILDREN = Call(
    "AssociateAssets",
    each="AssetHierarchies",
    spread=False,
    fixed=ASSET,
    reshape=_asset_hierarchy,
    only_new=True,  # what is associated already cannot be associated again
    undo=Call("DisassociateAssets", fixed=ASSET, reshape=_asset_hierarchy),
)
INTERFACES = Call(
    "PutAssetModelInterfaceRelationship",
    each="EnforcedAssetModelInterfaceRelationships",
    spread=False,
    fixed=MODEL,
    reshape=_interface,
    undo=Call(
        "DeleteAssetModelInterfaceRelationship",
        fixed={**MODEL, "interfaceAssetModelId": "{item.InterfaceAssetModelId}"},
    ),
)
COMPOSITES = "AssetModelCompositeModels"
NEW_PARTS = Call(
    "CreateAssetModelCompositeModel",
    each=COMPOSITES,
    spread=False,
    fixed=MODEL,
    reshape=sitewise_model.part,
    only=is_custom,
    only_new=True,
)
LOST_PARTS = Call(
    "DeleteAssetModelCompositeModel",
    each=COMPOSITES,
    only=lambda _: False,
    undo=Call(
        "DeleteAssetModelCompositeModel",
        fixed={**MODEL, "assetModelCompositeModelId": "externalId:{item.ExternalId}"},
        only=is_custom,
    ),
)
"""Parts that have left the template, which no formula uses any more."""
ASSET_BODY = ("AssetName", "AssetModelId", "AssetExternalId", "AssetDescription", "Tags")

ENTRIES: Table = {
    "AWS::IoTSiteWise::AssetModel": TypeEntry(
        service="iotsitewise",
        ref="{r.assetModelId}",
        create=(
            Call(
                "CreateAssetModel",
                takes=MODEL_BODY,
                names=MODEL_NAMES,
                reshape=sitewise_model.without_parts,
            ),
            DESCRIBE_MODEL,
            NEW_PARTS,
            DESCRIBE_MODEL,
            Call(
                "UpdateAssetModel",
                takes=tuple(name for name in MODEL_BODY if name not in NOT_UPDATED),
                names=MODEL_NAMES,
                fixed=MODEL,
                reshape=sitewise_model.whole,
                only=sitewise_model.needs_parts,
            ),
            DESCRIBE_MODEL,
            INTERFACES,
        ),
        update=(
            DESCRIBE_MODEL,
            NEW_PARTS,
            DESCRIBE_MODEL,
            Call(
                "UpdateAssetModel",
                takes=MODEL_BODY,
                names=MODEL_NAMES,
                fixed=MODEL,
                reshape=sitewise_model.whole,
            ),
            LOST_PARTS,
            DESCRIBE_MODEL,
            INTERFACES,
        ),
        delete=(Call("DeleteAssetModel", fixed=MODEL),),
        read=Call("DescribeAssetModel", fixed=MODEL),
        settled="{r.assetModelStatus.state}",
        attributes={"AssetModelArn": "{r.assetModelArn}", "AssetModelId": "{id}"},
    ),
    "AWS::IoTSiteWise::Asset": TypeEntry(
        service="iotsitewise",
        ref="{r.assetId}",
        create=(
            Call("CreateAsset", takes=ASSET_BODY),
            DESCRIBE_ASSET,
            ASSET_PROPERTIES,
            DESCRIBE_ASSET,
            CHILDREN,
        ),
        update=(
            Call(
                "UpdateAsset",
                takes=("AssetName", "AssetExternalId", "AssetDescription"),
                fixed=ASSET,
            ),
            DESCRIBE_ASSET,
            ASSET_PROPERTIES,
            DESCRIBE_ASSET,
            CHILDREN,
        ),
        delete=(
            DESCRIBE_ASSET,
            Call(
                "DisassociateAssets",
                each="AssetHierarchies",
                fixed=ASSET,
                reshape=_asset_hierarchy,
            ),
            Call("DeleteAsset", fixed=ASSET),
        ),
        read=Call("DescribeAsset", fixed=ASSET),
        settled="{r.assetStatus.state}",
        attributes={"AssetArn": "{r.assetArn}", "AssetId": "{id}"},
    ),
}
