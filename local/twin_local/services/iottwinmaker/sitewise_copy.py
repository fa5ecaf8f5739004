"""Models and assets of SiteWise as component types and entities; pure.

https://docs.aws.amazon.com/iot-twinmaker/latest/guide/tm-sw-asset-sync-map.html (custom workspaces)
"""

from __future__ import annotations

from twin_local.services.documents import Json
from twin_local.services.iottwinmaker.built_in_types import RESOURCE_SYNC
from twin_local.services.iottwinmaker.sitewise_properties import definition_of
from twin_local.services.iottwinmaker.sitewise_reader import PROPERTY

SOURCE = "SITEWISE"
TYPE, HIERARCHY, COMPONENT = "iotsitewise.assetmodel:", "Hierarchy_", "sitewiseBase"


def type_of_model(model: Json) -> Json:
    """Return the component type of an asset model."""
    properties = {
        f"{PROPERTY}{one['id']}": definition_of(one) for one in model["assetModelProperties"]
    }
    hierarchies = {
        f"{HIERARCHY}{one['id']}": _hierarchy(one) for one in model.get("assetModelHierarchies", [])
    }
    return {
        "componentTypeId": f"{TYPE}{model['assetModelId']}",
        "componentTypeName": model["assetModelName"],
        "description": model.get("assetModelDescription", ""),
        "extendsFrom": [RESOURCE_SYNC],
        "propertyDefinitions": {**properties, **hierarchies},
        "syncSource": SOURCE,
    }


def _hierarchy(one: Json) -> Json:
    target = {"targetComponentTypeId": f"{TYPE}{one['childAssetModelId']}"}
    nested = {"type": "RELATIONSHIP", "relationship": target}
    return {
        "dataType": {"type": "LIST", "nestedType": nested},
        "displayName": one["name"],
        "isImported": True,
    }


def entity_of_asset(asset: Json, children: dict[str, list[str]], parent: str) -> Json:
    """Return the entity of an asset, with the children it has by hierarchy."""
    overrides = {
        f"{PROPERTY}{one['id']}": {"definition": definition_of(one)}
        for one in asset["assetProperties"]
        if one.get("alias") or one.get("unit")
    }
    links = {
        f"{HIERARCHY}{key}": {"value": {"listValue": [_link(one) for one in found]}}
        for key, found in children.items()
        if found
    }
    component = {
        "componentTypeId": f"{TYPE}{asset['assetModelId']}",
        "description": "",
        "properties": {**overrides, **links},
        "propertyGroups": {},
        "syncSource": SOURCE,
    }
    return {
        "entityId": asset["assetId"],
        "entityName": asset["assetName"],
        "description": asset.get("assetDescription", ""),
        "parentEntityId": parent,
        "components": {COMPONENT: component},
        "syncSource": SOURCE,
    }


def _link(asset_id: str) -> Json:
    return {"relationshipValue": {"targetEntityId": asset_id, "targetComponentName": COMPONENT}}
