"""Assets, their properties and composite models as the API shows them."""

from __future__ import annotations

from collections.abc import Iterator

from twin_local.services.iotsitewise.model_parts import composites, customs, path
from twin_local.services.iotsitewise.model_views import composite_summary
from twin_local.services.iotsitewise.store import Json

DESCRIBED = (
    "assetId",
    "assetArn",
    "assetName",
    "assetModelId",
    "assetDescription",
    "assetCreationDate",
    "assetLastUpdateDate",
    "assetExternalId",
)


def root_of(asset: Json) -> Json:
    """Return the first segment of a path within an asset."""
    return {"id": asset["assetId"], "name": asset["assetName"]}


def described(asset: Json, model: Json, status: Json, *, without_properties: bool) -> Json:
    """Return an asset as DescribeAsset does."""
    own = [] if without_properties else model["assetModelProperties"]
    alarms = model["assetModelCompositeModels"]
    root = root_of(asset)
    return {
        **{key: asset[key] for key in DESCRIBED if asset.get(key) is not None},
        "assetStatus": status,
        "assetProperties": [property_of(asset, model, one, None) for one in own],
        "assetHierarchies": hierarchies_of(model),
        "assetCompositeModels": [
            {
                "id": one["id"],
                "name": one["name"],
                "type": one["type"],
                "description": one.get("description", ""),
                "properties": [] if without_properties else properties_of(asset, model, one),
                **({"externalId": one["externalId"]} if one.get("externalId") else {}),
            }
            for one in alarms
        ],
        "assetCompositeModelSummaries": [
            composite_summary(root, model, one) for one in customs(model) if not one.get("parentId")
        ],
    }


def summary(asset: Json, model: Json, status: Json) -> Json:
    """Return an asset as the lists do."""
    external = asset.get("assetExternalId")
    return {
        "id": asset["assetId"],
        "arn": asset["assetArn"],
        "name": asset["assetName"],
        "assetModelId": asset["assetModelId"],
        "description": asset["assetDescription"],
        "creationDate": asset["assetCreationDate"],
        "lastUpdateDate": asset["assetLastUpdateDate"],
        "status": status,
        "hierarchies": hierarchies_of(model),
        **({"externalId": external} if external else {}),
    }


def composite_of(asset: Json, model: Json, composite: Json) -> Json:
    """Return an asset's composite model as DescribeAssetCompositeModel does."""
    root = root_of(asset)
    external = composite.get("externalId")
    inner = [one for one in customs(model) if one.get("parentId") == composite["id"]]
    return {
        "assetId": asset["assetId"],
        "assetCompositeModelId": composite["id"],
        "assetCompositeModelName": composite["name"],
        "assetCompositeModelType": composite["type"],
        "assetCompositeModelDescription": composite.get("description", ""),
        "assetCompositeModelPath": path(root, model, composite),
        "assetCompositeModelProperties": properties_of(asset, model, composite),
        "assetCompositeModelSummaries": [composite_summary(root, model, one) for one in inner],
        **({"assetCompositeModelExternalId": external} if external else {}),
    }


def hierarchies_of(model: Json) -> list[Json]:
    """Return the hierarchies of a model's assets."""
    keys = ("id", "name", "externalId")
    return [
        {key: one[key] for key in keys if one.get(key)} for one in model["assetModelHierarchies"]
    ]


def properties_of(asset: Json, model: Json, composite: Json) -> list[Json]:
    """Return the properties of an asset's composite model."""
    return [property_of(asset, model, one, composite) for one in composite["properties"]]


def property_of(asset: Json, model: Json, definition: Json, composite: Json | None) -> Json:
    """Return one property of an asset, with its alias, unit, notification and path."""
    settings = asset["settings"].get(definition["id"], {})
    topic = (
        f"$aws/sitewise/asset-models/{asset['assetModelId']}/assets/{asset['assetId']}"
        f"/properties/{definition['id']}"
    )
    shown: Json = {
        "id": definition["id"],
        "name": definition["name"],
        "dataType": definition["dataType"],
        "notification": {"topic": topic, "state": settings.get("notification", "DISABLED")},
        "path": path(root_of(asset), model, composite, definition),
    }
    optional = {
        "alias": settings.get("alias"),
        "unit": settings.get("unit") or definition.get("unit"),
        "dataTypeSpec": definition.get("dataTypeSpec"),
        "externalId": definition.get("externalId"),
    }
    return {**shown, **{key: value for key, value in optional.items() if value}}


def property_summaries(asset: Json, model: Json, *, everything: bool) -> Iterator[Json]:
    """Yield properties as ListAssetProperties does."""
    keys = ("id", "externalId", "alias", "unit", "notification", "path")
    for composite in (None, *(composites(model) if everything else ())):
        items = composite["properties"] if composite else model["assetModelProperties"]
        for one in items:
            shown = property_of(asset, model, one, composite)
            within = {"assetCompositeModelId": composite["id"]} if composite else {}
            yield {**{key: shown[key] for key in keys if key in shown}, **within}
