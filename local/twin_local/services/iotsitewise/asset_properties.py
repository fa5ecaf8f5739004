"""Properties of assets: alias, unit and notification of each."""

from __future__ import annotations

from twin_local.services.iotsitewise import asset_views
from twin_local.services.iotsitewise.exceptions import ResourceAlreadyExistsException
from twin_local.services.iotsitewise.model_parts import all_properties, with_owner
from twin_local.services.iotsitewise.operations import Operations
from twin_local.services.iotsitewise.pages import page
from twin_local.services.iotsitewise.references import found
from twin_local.services.iotsitewise.registry import Registry
from twin_local.services.iotsitewise.store import Json


class AssetProperties:
    """The operations on properties of assets."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def operations(self) -> Operations:
        """Return the operations on properties of assets."""
        return {
            "DescribeAssetProperty": self._describe,
            "UpdateAssetProperty": self.update,
            "ListAssetProperties": self._list,
        }

    def update(self, request: Json) -> Json:
        """Set alias, notification and unit together: what is left out is removed."""
        asset = self._registry.ready_asset(request["asset_id"])
        model = self._registry.model(asset["assetModelId"])
        definition = found(all_properties(model), request["property_id"], "property")
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

    def _describe(self, request: Json) -> Json:
        asset = self._registry.asset(request["asset_id"])
        model = self._registry.model(asset["assetModelId"])
        wanted = found(all_properties(model), request["property_id"], "property")
        composite = next(owner for one, owner in with_owner(model) if one is wanted)
        shown = asset_views.property_of(asset, model, wanted, composite)
        shown = {**shown, "type": wanted["type"]}
        shown.pop("dataTypeSpec", None)
        external = asset.get("assetExternalId")
        answer: Json = {
            "assetId": asset["assetId"],
            "assetName": asset["assetName"],
            "assetModelId": model["assetModelId"],
            **({"assetExternalId": external} if external else {}),
        }
        if composite is None:
            return {**answer, "assetProperty": shown}
        keys = ("id", "name", "type", "externalId")
        described = {key: composite[key] for key in keys if composite.get(key)}
        return {**answer, "compositeModel": {**described, "assetProperty": shown}}

    def _list(self, request: Json) -> Json:
        asset = self._registry.asset(request["asset_id"])
        model = self._registry.model(asset["assetModelId"])
        everything = request.get("filter") == "ALL"
        summaries = asset_views.property_summaries(asset, model, everything=everything)
        return page(summaries, request, "assetPropertySummaries")

    def _refuse_taken_alias(self, alias: str | None, asset_id: str, property_id: str) -> None:
        owner = self._registry.asset_index.owner(alias) if alias else None
        if owner is None or owner == (asset_id, property_id):
            return
        asset = self._registry.asset(owner[0])
        raise ResourceAlreadyExistsException(
            f"the alias {alias} is taken by a property of {asset['assetName']}",
            resource_id=asset["assetId"],
            resource_arn=asset["assetArn"],
        )
