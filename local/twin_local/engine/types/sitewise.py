"""AWS IoT SiteWise.

CloudFormation names properties and hierarchies by logical ids of the template; the API by ids that
the service gives them. A logical id is looked up in the template's model and matched by external
id or name with what the service describes.
"""

from __future__ import annotations

from collections.abc import Iterator

from twin_local.engine.entry import Call, Table, TypeEntry
from twin_local.engine.errors import TemplateError
from twin_local.engine.json_value import Properties

MODEL = {"assetModelId": "{id}"}
ASSET = {"assetId": "{id}"}
MODEL_NAMES = {
    "AssetModelCompositeModels.CompositeModelProperties": "properties",
}
DESCRIBE_MODEL = Call("DescribeAssetModel", takes=(), always=True, fixed=MODEL)
DESCRIBE_ASSET = Call("DescribeAsset", takes=(), always=True, fixed=ASSET)


def _model(given: Properties, known: Properties) -> Properties:
    """Return a model whose properties refer to one another as the API wants it."""
    described = known["last"] if "assetModelProperties" in known["last"] else {}
    names = _names_by_logical_id(given)
    properties = given.get("AssetModelProperties", [])
    made: Properties = {
        "AssetModelProperties": _properties(
            properties, names, described.get("assetModelProperties", [])
        ),
        "AssetModelHierarchies": [
            _identified(_without_logical_id(item), described.get("assetModelHierarchies", []))
            for item in given.get("AssetModelHierarchies", [])
        ],
        "AssetModelCompositeModels": _composites(given, names, described),
    }
    return {**given, **{name: value for name, value in made.items() if value}}


def _names_by_logical_id(given: Properties) -> dict[str, str]:
    """Index the names of a model's properties by logical id: variables refer to them by name."""
    return {
        item["LogicalId"]: item["Name"] for item in _all_properties(given) if "LogicalId" in item
    }


def _all_properties(model: Properties) -> Iterator[Properties]:
    yield from model.get("AssetModelProperties", [])
    for composite in model.get("AssetModelCompositeModels", []):
        yield from composite.get("CompositeModelProperties", [])


def _composites(
    given: Properties, names: dict[str, str], described: Properties
) -> list[Properties]:
    known = described.get("assetModelCompositeModels", [])
    made = []
    for item in given.get("AssetModelCompositeModels", []):
        match = _match(item, known) or {}
        members = _properties(
            item.get("CompositeModelProperties", []), names, match.get("properties", [])
        )
        made.append(_identified({**item, "CompositeModelProperties": members}, known))
    return made


def _properties(
    items: list[Properties], names: dict[str, str], described: list[Properties]
) -> list[Properties]:
    return [
        _identified({**_without_logical_id(item), "Type": _type(item["Type"], names)}, described)
        for item in items
    ]


def _type(kind: Properties, names: dict[str, str]) -> Properties:
    """Return the API's union of one member for CloudFormation's `TypeName` and its members."""
    name = kind["TypeName"]
    body: Properties = dict(kind.get(name) or {})
    if "Variables" in body:
        body["Variables"] = [
            {**variable, "Value": _variable(variable["Value"], names)}
            for variable in body["Variables"]
        ]
    return {name: body}


def _variable(value: Properties, names: dict[str, str]) -> Properties:
    rest = dict(value)
    logical_id = rest.pop("PropertyLogicalId", None)
    if logical_id is not None:
        rest["PropertyId"] = names.get(logical_id, logical_id)
    if "PropertyExternalId" in rest:
        rest["PropertyId"] = f"externalId:{rest.pop('PropertyExternalId')}"
    if "HierarchyExternalId" in rest:
        rest["HierarchyId"] = f"externalId:{rest.pop('HierarchyExternalId')}"
    if "HierarchyLogicalId" in rest:
        rest["HierarchyId"] = rest.pop("HierarchyLogicalId")
    return rest


def _without_logical_id(item: Properties) -> Properties:
    return {key: value for key, value in item.items() if key != "LogicalId"}


def _identified(item: Properties, described: list[Properties]) -> Properties:
    """Give an item the id by which the service already knows it, so that it stays the same."""
    match = _match(item, described)
    return {**item, "Id": match["id"]} if match and "id" in match else item


def _match(item: Properties, described: list[Properties]) -> Properties | None:
    external = item.get("ExternalId")
    for candidate in described:
        if external is not None and candidate.get("externalId") == external:
            return candidate
        if candidate.get("name") == item["Name"] and not (external and candidate.get("externalId")):
            return candidate
    return None


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
    return _service_id(named, "property", list(_all_properties(known["p"])), described)


def _unknown(item: Properties, carried: set[str]) -> Properties:
    naming = {"Id", "ExternalId", "LogicalId"}
    return {key: value for key, value in item.items() if key not in carried | naming}


def _property_id(item: Properties, known: Properties) -> str:
    described = list(known["last"].get("assetProperties", []))
    for composite in known["last"].get("assetCompositeModels", []):
        described.extend(composite.get("properties", []))
    return _service_id(item, "property", list(_all_properties(_template_model(known))), described)


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
        match = _match(candidate, described) if candidate.get("LogicalId") == wanted else None
        if match is not None:
            return str(match["id"])
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
ASSET_BODY = ("AssetName", "AssetModelId", "AssetExternalId", "AssetDescription", "Tags")

ENTRIES: Table = {
    "AWS::IoTSiteWise::AssetModel": TypeEntry(
        service="iotsitewise",
        ref="{r.assetModelId}",
        create=(
            Call("CreateAssetModel", names=MODEL_NAMES, reshape=_model),
            DESCRIBE_MODEL,
            INTERFACES,
        ),
        update=(
            DESCRIBE_MODEL,
            Call("UpdateAssetModel", names=MODEL_NAMES, fixed=MODEL, reshape=_model),
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
