"""Assets: instances of models, created, described, updated, deleted, listed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from twin_local.services.iotsitewise import asset_views, quotas, states, tags
from twin_local.services.iotsitewise.asset_tree import parent_of
from twin_local.services.iotsitewise.exceptions import (
    ConflictingOperationException,
    InvalidRequestException,
    ResourceAlreadyExistsException,
)
from twin_local.services.iotsitewise.model_parts import all_properties, composites
from twin_local.services.iotsitewise.operations import Operations
from twin_local.services.iotsitewise.pages import page
from twin_local.services.iotsitewise.references import found
from twin_local.services.iotsitewise.registry import Registry
from twin_local.services.iotsitewise.shapes import new_id
from twin_local.services.iotsitewise.store import Json, Kind


class Assets:
    """The operations on whole assets."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        registry.on_finished.append(self._finished)

    def operations(self) -> Operations:
        """Return the operations on whole assets."""
        return {
            "CreateAsset": self.create,
            "UpdateAsset": self.update,
            "DescribeAsset": self.describe,
            "DescribeAssetCompositeModel": self._describe_composite,
            "DeleteAsset": self.delete,
            "ListAssets": self._list,
        }

    def create(self, request: Json) -> Json:
        """Make an asset of a model."""
        model = self._registry.ready_model(request["asset_model_id"])
        if model["assetModelType"] != "ASSET_MODEL":
            raise InvalidRequestException(f"{model['assetModelName']} is no ASSET_MODEL")
        tags.check(request.get("tags", {}))
        self._refuse_taken_name(request["asset_name"], model["assetModelId"], except_id=None)
        self._check_quotas(model["assetModelId"])
        external = request.get("asset_external_id")
        asset_id = new_id(request.get("asset_id"))
        self._registry.refuse_taken("asset", asset_id, external)
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
        status = self._registry.begin("asset", asset, ("CREATING",))
        return {"assetId": asset_id, "assetArn": asset["assetArn"], "assetStatus": status}

    def update(self, request: Json) -> Json:
        """Change an asset's name and description; give it an external id if it has none."""
        asset = self._registry.ready_asset(request["asset_id"], "FAILED")
        self._refuse_taken_name(
            request["asset_name"], asset["assetModelId"], except_id=asset["assetId"]
        )
        external = self._external_id(asset, request.get("asset_external_id"))
        kept = {key: value for key, value in asset.items() if key != "failure"}
        changed = {
            **kept,
            "assetName": request["asset_name"],
            "assetDescription": request.get("asset_description", ""),
            "assetLastUpdateDate": self._registry.now(),
            **({"assetExternalId": external} if external else {}),
        }
        status = self._registry.begin("asset", asset, ("UPDATING",), to=changed)
        return {"assetId": asset["assetId"], "assetStatus": status}

    def delete(self, request: Json) -> Json:
        """Remove an asset that is associated with no other, and its values."""
        asset = self._registry.ready_asset(request["asset_id"], "FAILED")
        if asset["children"] or parent_of(self._registry, asset["assetId"]):
            raise ConflictingOperationException(
                f"the asset {asset['assetName']} is associated with other assets",
                resource_id=asset["assetId"],
                resource_arn=asset["assetArn"],
            )
        status = self._registry.begin("asset", asset, ("DELETING",), outcome="gone")
        return {"assetId": asset["assetId"], "assetStatus": status}

    def describe(self, request: Json) -> Json:
        """Return an asset as the API describes it."""
        asset = self._registry.asset(request["asset_id"])
        return asset_views.described(
            asset,
            self._registry.model(asset["assetModelId"]),
            states.status(asset, self._registry.now()),
            without_properties=bool(request.get("exclude_properties")),
        )

    def summaries(self, assets: Iterable[Json]) -> Iterator[Json]:
        """Yield the summary of assets."""
        for asset in assets:
            model = self._registry.model(asset["assetModelId"])
            yield asset_views.summary(asset, model, states.status(asset, self._registry.now()))

    def _describe_composite(self, request: Json) -> Json:
        asset = self._registry.asset(request["asset_id"])
        model = self._registry.model(asset["assetModelId"])
        wanted = request["asset_composite_model_id"]
        return asset_views.composite_of(
            asset, model, found(composites(model), wanted, "composite model")
        )

    def _list(self, request: Json) -> Json:
        only, reference = request.get("filter", "ALL"), request.get("asset_model_id")
        if only == "ALL" and reference is None:
            raise InvalidRequestException("the filter ALL needs an assetModelId")
        model_id = self._registry.model(reference)["assetModelId"] if reference else None
        listed = page(self._listed(model_id, only), request, "assetSummaries")
        return {**listed, "assetSummaries": [*self.summaries(listed["assetSummaries"])]}

    def _listed(self, model_id: str | None, only: str) -> list[Json]:
        assets, index = self._registry.assets, self._registry.asset_index
        found = [assets[key] for key in (index.of_model(model_id) if model_id else assets)]
        if only == "TOP_LEVEL":
            found = [one for one in found if index.parent(one["assetId"]) is None]
        return sorted(found, key=lambda one: str(one["assetName"]))

    def _check_quotas(self, model_id: str) -> None:
        same = self._registry.asset_index.count_of_model(model_id)
        quotas.check("assets", len(self._registry.assets) + 1)
        quotas.check("assets_per_model", same + 1)

    def _finished(self, kind: Kind, before: Json, after: Json | None) -> None:
        if kind == "asset" and after is None:
            model = self._registry.model(before["assetModelId"])
            for one in all_properties(model):
                self._registry.store.delete_series(f"{before['assetId']}_{one['id']}")

    def _external_id(self, asset: Json, given: str | None) -> str | None:
        there: str | None = asset.get("assetExternalId")
        if given and there and given != there:
            raise InvalidRequestException("the external id of an asset cannot be changed")
        if given and not there:
            self._registry.refuse_taken_external_id("asset", given)
        return given or there

    def _refuse_taken_name(self, name: str, model_id: str, *, except_id: str | None) -> None:
        for key in self._registry.asset_index.named(name, model_id):
            if key != except_id:
                asset = self._registry.asset(key)
                raise ResourceAlreadyExistsException(
                    f"an asset named {name} of this model exists",
                    resource_id=asset["assetId"],
                    resource_arn=asset["assetArn"],
                )
