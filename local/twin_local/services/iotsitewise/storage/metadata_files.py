"""The cold tier's files about assets and hierarchies: a line of JSON each."""

from __future__ import annotations

import json
from collections.abc import Iterator

from twin_local.services.iotsitewise.asset_views import property_of
from twin_local.services.iotsitewise.model_parts import composites
from twin_local.services.iotsitewise.registry import Registry
from twin_local.services.iotsitewise.storage.layout import series_bucket
from twin_local.services.iotsitewise.store import Json


def metadata_files(registry: Registry) -> Iterator[tuple[str, str]]:
    """Yield the key and the text of each file."""
    for asset in list(registry.assets.values()):
        lines = [json.dumps(one, default=str) for one in _properties(registry, asset)]
        yield f"asset_metadata/asset_{asset['assetId']}.ndjson", "\n".join(lines) + "\n"
        for hierarchy in registry.model(asset["assetModelId"])["assetModelHierarchies"]:
            children = [
                json.dumps(_child(asset, one))
                for one in asset["children"]
                if one["hierarchyId"] == hierarchy["id"]
            ]
            if children:
                name = f"{asset['assetId']}_{hierarchy['id']}"
                yield f"asset_hierarchy_metadata/{name}.ndjson", "\n".join(children) + "\n"


def _properties(registry: Registry, asset: Json) -> Iterator[Json]:
    model = registry.model(asset["assetModelId"])
    for composite in (None, *composites(model)):
        properties = composite["properties"] if composite else model["assetModelProperties"]
        for definition in properties:
            shown = property_of(asset, model, definition, composite)
            series = f"{asset['assetId']}_{shown['id']}"
            yield {
                "assetId": asset["assetId"],
                "assetName": asset["assetName"],
                "assetExternalId": asset.get("assetExternalId"),
                "assetModelId": asset["assetModelId"],
                "assetModelName": model["assetModelName"],
                "assetPropertyId": shown["id"],
                "assetPropertyName": shown["name"],
                "assetPropertyExternalId": shown.get("externalId"),
                "assetPropertyDataType": shown["dataType"],
                "assetPropertyUnit": shown.get("unit"),
                "assetPropertyAlias": shown.get("alias"),
                "timeSeriesId": series,
                "timeSeriesBucket": series_bucket(series),
                "assetCompositeModelId": composite["id"] if composite else None,
                "assetCompositeModelName": composite["name"] if composite else None,
                "assetCompositeModelType": composite["type"] if composite else None,
                "assetCompositeModelDescription": (composite or {}).get("description"),
                "assetCreationDate": asset["assetCreationDate"],
                "assetLastUpdateDate": asset["assetLastUpdateDate"],
                "assetStatus": "ACTIVE",
                "assetStatusErrorCode": None,
                "assetStatusErrorMessage": None,
            }


def _child(asset: Json, child: Json) -> Json:
    return {
        "sourceAssetId": asset["assetId"],
        "targetAssetId": child["assetId"],
        "hierarchyId": child["hierarchyId"],
        "associationType": "CHILD",
    }
