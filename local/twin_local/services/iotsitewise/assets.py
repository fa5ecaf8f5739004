"""Assets: instances of models, their aliases and notification states, their hierarchy."""

from __future__ import annotations

from collections.abc import Iterator

from twin_local.services.iotsitewise.asset_models import all_properties
from twin_local.services.iotsitewise.exceptions import (
    ConflictingOperationException,
    InvalidRequestException,
    ResourceAlreadyExistsException,
    ResourceNotFoundException,
)
from twin_local.services.iotsitewise.registry import EXTERNAL, Registry
from twin_local.services.iotsitewise.shapes import Json, new_id


class Assets:
    """Create, describe, update, delete, relate and list assets."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def create(self, request: Json) -> Json:
        """Make an asset of a model."""
        model = self._registry.model(request["asset_model_id"])
        if model["assetModelType"] != "ASSET_MODEL":
            raise InvalidRequestException(f"{model['assetModelName']} is no ASSET_MODEL")
        self._refuse_taken_name(request["asset_name"], model["assetModelId"], except_id=None)
        external = request.get("asset_external_id")
        self._registry.refuse_taken_external_id("asset", external)
        asset_id = new_id(request.get("asset_id"))
        now = self._registry.now()
        asset: Json = {
            "assetId": asset_id,
            "assetArn": self._registry.arn("asset", asset_id),
            "assetName": request["asset_name"],
            "assetModelId": model["assetModelId"],
            "assetDescription": request.get("asset_description", ""),
            "assetCreationDate": now,
            "assetLastUpdateDate": now,
            "settings": {},
            "children": [],
            "tags": request.get("tags", {}),
            **({"assetExternalId": external} if external else {}),
        }
        self._registry.save_asset(asset)
        return _accepted(asset, "CREATING")

    def update(self, request: Json) -> Json:
        """Change an asset's name and description."""
        asset = self._registry.asset(request["asset_id"])
        self._refuse_taken_name(
            request["asset_name"], asset["assetModelId"], except_id=asset["assetId"]
        )
        changed = {
            **asset,
            "assetName": request["asset_name"],
            "assetDescription": request.get("asset_description", ""),
            "assetLastUpdateDate": self._registry.now(),
        }
        self._registry.save_asset(changed)
        return {"assetStatus": {"state": "UPDATING"}}

    def delete(self, request: Json) -> Json:
        """Remove an asset that is associated with no other."""
        asset = self._registry.asset(request["asset_id"])
        asset_id = asset["assetId"]
        parents = [
            other["assetName"]
            for other in self._registry.assets.values()
            if any(link["assetId"] == asset_id for link in other["children"])
        ]
        if asset["children"] or parents:
            raise ConflictingOperationException(
                f"the asset {asset['assetName']} is associated with other assets",
                resource_id=asset_id,
                resource_arn=asset["assetArn"],
            )
        model = self._registry.model(asset["assetModelId"])
        for one in all_properties(model):
            self._registry.store.delete_series(f"{asset_id}_{one['id']}")
        self._registry.remove_asset(asset_id)
        return {"assetStatus": {"state": "DELETING"}}

    def describe(self, request: Json) -> Json:
        """Return an asset as the API describes it."""
        asset = self._registry.asset(request["asset_id"])
        model = self._registry.model(asset["assetModelId"])
        hidden = ("settings", "children")
        return {
            **{key: value for key, value in asset.items() if key not in hidden},
            "assetStatus": {"state": "ACTIVE"},
            "assetProperties": [
                self.property_of(asset, one) for one in model["assetModelProperties"]
            ],
            "assetHierarchies": [
                {"id": one["id"], "name": one["name"]} for one in model["assetModelHierarchies"]
            ],
            "assetCompositeModels": [
                {
                    **{key: one[key] for key in ("id", "name", "type")},
                    "description": one.get("description", ""),
                    "properties": [self.property_of(asset, item) for item in one["properties"]],
                    **({"externalId": one["externalId"]} if one.get("externalId") else {}),
                }
                for one in model["assetModelCompositeModels"]
            ],
        }

    def property_of(self, asset: Json, definition: Json) -> Json:
        """Return one property of an asset, with its alias, unit and notification."""
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
        }
        optional = {
            "alias": settings.get("alias"),
            "unit": settings.get("unit") or definition.get("unit"),
            "dataTypeSpec": definition.get("dataTypeSpec"),
            "externalId": definition.get("externalId"),
        }
        return {**shown, **{key: value for key, value in optional.items() if value}}

    def definition(self, asset: Json, reference: str) -> tuple[Json, Json | None]:
        """Return a property's definition and the composite model it belongs to, if any.

        Raises:
            ResourceNotFoundException: the asset's model has no such property.
        """
        model = self._registry.model(asset["assetModelId"])
        external = reference.removeprefix(EXTERNAL) if reference.startswith(EXTERNAL) else None
        for composite in (None, *model["assetModelCompositeModels"]):
            items = composite["properties"] if composite else model["assetModelProperties"]
            for one in items:
                if one["id"] == reference or (external and one.get("externalId") == external):
                    return one, composite
        raise ResourceNotFoundException(
            f"the asset {asset['assetName']} has no property {reference}"
        )

    def update_property(self, request: Json) -> Json:
        """Set alias, notification and unit together: what is left out is removed."""
        asset = self._registry.asset(request["asset_id"])
        definition, _ = self.definition(asset, request["property_id"])
        alias = request.get("property_alias")
        self._refuse_taken_alias(alias, asset["assetId"], definition["id"])
        settings = {
            "alias": alias,
            "notification": request.get("property_notification_state", "DISABLED"),
            "unit": request.get("property_unit"),
        }
        settings = {key: value for key, value in settings.items() if value}
        changed = {**asset["settings"], definition["id"]: settings}
        self._registry.save_asset({**asset, "settings": changed})
        return {}

    def associate(self, request: Json) -> Json:
        """Put a child asset under a hierarchy of an asset."""
        asset = self._registry.asset(request["asset_id"])
        child = self._registry.asset(request["child_asset_id"])
        hierarchy = self._hierarchy(asset, request["hierarchy_id"])
        if child["assetModelId"] != hierarchy["childAssetModelId"]:
            raise InvalidRequestException(
                f"{child['assetName']} is not of the model that {hierarchy['name']} takes"
            )
        link = {"hierarchyId": hierarchy["id"], "assetId": child["assetId"]}
        if link not in asset["children"]:
            self._registry.save_asset({**asset, "children": [*asset["children"], link]})
        return {}

    def disassociate(self, request: Json) -> Json:
        """Take a child asset out of a hierarchy."""
        asset = self._registry.asset(request["asset_id"])
        child = self._registry.asset(request["child_asset_id"])
        hierarchy = self._hierarchy(asset, request["hierarchy_id"])
        link = {"hierarchyId": hierarchy["id"], "assetId": child["assetId"]}
        if link not in asset["children"]:
            raise ResourceNotFoundException(f"{child['assetName']} is not associated there")
        rest = [one for one in asset["children"] if one != link]
        self._registry.save_asset({**asset, "children": rest})
        return {}

    def children(self, asset: Json, hierarchy_id: str | None) -> Iterator[Json]:
        """Yield the child assets, of one hierarchy or of all."""
        for link in asset["children"]:
            if hierarchy_id in (None, link["hierarchyId"]):
                yield self._registry.asset(link["assetId"])

    def summaries(self, assets: Iterator[Json]) -> Iterator[Json]:
        """Yield the summary of assets."""
        for asset in assets:
            model = self._registry.model(asset["assetModelId"])
            yield {
                "id": asset["assetId"],
                "arn": asset["assetArn"],
                "name": asset["assetName"],
                "assetModelId": asset["assetModelId"],
                "description": asset["assetDescription"],
                "creationDate": asset["assetCreationDate"],
                "lastUpdateDate": asset["assetLastUpdateDate"],
                "status": {"state": "ACTIVE"},
                "hierarchies": [
                    {"id": one["id"], "name": one["name"]} for one in model["assetModelHierarchies"]
                ],
                **({"externalId": asset["assetExternalId"]} if "assetExternalId" in asset else {}),
            }

    def listed(self, model_id: str | None, only: str) -> Iterator[Json]:
        """Yield the assets of a model, or the top-level ones."""
        if only == "ALL" and model_id is None:
            raise InvalidRequestException("the filter ALL needs an assetModelId")
        if model_id is not None:
            model_id = self._registry.model(model_id)["assetModelId"]
        inner = {
            link["assetId"]
            for asset in self._registry.assets.values()
            for link in asset["children"]
        }
        for asset in sorted(self._registry.assets.values(), key=lambda one: one["assetName"]):
            if model_id is None and asset["assetId"] in inner:
                continue
            if model_id in (None, asset["assetModelId"]):
                yield asset

    def _hierarchy(self, asset: Json, reference: str) -> Json:
        model = self._registry.model(asset["assetModelId"])
        external = reference.removeprefix(EXTERNAL) if reference.startswith(EXTERNAL) else None
        for one in model["assetModelHierarchies"]:
            if one["id"] == reference or (external and one.get("externalId") == external):
                found: Json = one
                return found
        raise ResourceNotFoundException(f"{asset['assetName']} has no hierarchy {reference}")

    def _refuse_taken_name(self, name: str, model_id: str, *, except_id: str | None) -> None:
        for asset in self._registry.assets.values():
            if (asset["assetName"], asset["assetModelId"]) == (name, model_id) and asset[
                "assetId"
            ] != except_id:
                raise ResourceAlreadyExistsException(
                    f"an asset named {name} of this model exists",
                    resource_id=asset["assetId"],
                    resource_arn=asset["assetArn"],
                )

    def _refuse_taken_alias(self, alias: str | None, asset_id: str, property_id: str) -> None:
        for asset in self._registry.assets.values():
            for key, settings in asset["settings"].items():
                if (asset["assetId"], key) == (asset_id, property_id):
                    continue
                if alias is not None and settings.get("alias") == alias:
                    raise ResourceAlreadyExistsException(
                        f"the alias {alias} is taken by a property of {asset['assetName']}",
                        resource_id=asset["assetId"],
                        resource_arn=asset["assetArn"],
                    )


def _accepted(asset: Json, state: str) -> Json:
    return {
        "assetId": asset["assetId"],
        "assetArn": asset["assetArn"],
        "assetStatus": {"state": state},
    }
