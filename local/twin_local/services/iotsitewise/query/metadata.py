"""The rows of the views `asset` and `asset_property`."""

from __future__ import annotations

from collections.abc import Iterator

from twin_local.services.iotsitewise.asset_views import property_of
from twin_local.services.iotsitewise.model_parts import composites
from twin_local.services.iotsitewise.registry import Registry
from twin_local.services.iotsitewise.store import Json, Store
from twin_local.services.iotsitewise.store import Value as StoredValue

FOREVER_NS = (1 << 62) - 1
MEMBERS = {"DOUBLE": "double", "INTEGER": "int", "BOOLEAN": "boolean"}
Row = dict[str, str | float | int | bool | None]
Texts = dict[str, str | None]


def asset_texts(registry: Registry, asset: Json) -> Texts:
    """Return the columns of an asset, apart from its parent."""
    model = registry.model(asset["assetModelId"])
    return {
        "asset_id": asset["assetId"],
        "asset_name": asset["assetName"],
        "asset_description": asset.get("assetDescription"),
        "asset_model_id": asset["assetModelId"],
        "asset_external_id": asset.get("assetExternalId"),
        "asset_model_external_id": model.get("assetModelExternalId"),
    }


def asset_rows(registry: Registry) -> Iterator[Row]:
    """Yield every asset, once for each parent that it has."""
    parents: dict[str, list[tuple[str, str]]] = {}
    for asset in registry.assets.values():
        for child in asset["children"]:
            place = (asset["assetId"], child["hierarchyId"])
            parents.setdefault(child["assetId"], []).append(place)
    for asset in registry.assets.values():
        own = asset_texts(registry, asset)
        for parent, hierarchy in parents.get(asset["assetId"], []):
            yield {**own, "parent_asset_id": parent, "hierarchy_id": hierarchy}
        if asset["assetId"] not in parents:
            yield {**own}


def property_texts(registry: Registry, asset: Json) -> Iterator[tuple[Texts, Json]]:
    """Yield the columns of each property of an asset, and its definition."""
    model = registry.model(asset["assetModelId"])
    for composite in (None, *composites(model)):
        properties = composite["properties"] if composite else model["assetModelProperties"]
        for definition in properties:
            shown = property_of(asset, model, definition, composite)
            texts = {
                "asset_id": asset["assetId"],
                "property_id": shown["id"],
                "property_name": shown["name"],
                "property_alias": shown.get("alias"),
                "property_external_id": shown.get("externalId"),
                "asset_composite_model_id": composite["id"] if composite else None,
                "property_type": next(iter(definition["type"])),
                "property_data_type": shown["dataType"],
            }
            yield texts, definition


def property_rows(registry: Registry, store: Store) -> Iterator[Row]:
    """Yield every property of every asset, attributes with their values."""
    for asset in registry.assets.values():
        for texts, definition in property_texts(registry, asset):
            row: Row = dict(texts)
            if attribute := definition["type"].get("attribute"):
                key = f"{texts['asset_id']}_{texts['property_id']}"
                point = store.latest(key, until_ns=FOREVER_NS)
                given = point.value if point else attribute.get("defaultValue")
                kind = str(texts["property_data_type"])
                row[f"{MEMBERS.get(kind, 'string')}_attribute_value"] = typed(given, kind)
            yield row


def typed(value: StoredValue, data_type: str) -> str | float | int | bool | None:
    """Return a value, or the text of a default one, as its data type has it."""
    if value is None:
        return None
    if data_type == "DOUBLE":
        return float(value)
    if data_type == "INTEGER":
        return int(value)
    if data_type == "BOOLEAN":
        return value.lower() == "true" if isinstance(value, str) else bool(value)
    return str(value)
