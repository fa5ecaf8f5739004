"""The operations of AWS IoT SiteWise that are served: one method each, named as the API's."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

from twin_local.services.iotsitewise.asset_models import AssetModels, all_properties
from twin_local.services.iotsitewise.assets import Assets
from twin_local.services.iotsitewise.computations import Computations, MetricClock
from twin_local.services.iotsitewise.exceptions import InvalidRequestException
from twin_local.services.iotsitewise.ingest import Ingest
from twin_local.services.iotsitewise.notifications import Publish, notify
from twin_local.services.iotsitewise.reads import Reads
from twin_local.services.iotsitewise.registry import Registry
from twin_local.services.iotsitewise.series import Series, SeriesIndex
from twin_local.services.iotsitewise.store import Json, Point, Store
from twin_local.services.paging import BadToken, page
from twin_local.services.settings import SETTINGS

PAGE_DEFAULT, PAGE_MAXIMUM = 50, 250


class SiteWise:
    """One account's SiteWise in one region."""

    def __init__(self, *, account: str, region: str, publish: Publish) -> None:
        path = SETTINGS.database("iotsitewise", account, region)
        self.store = Store(path)
        self._publish = publish
        self._lock = threading.RLock()
        now = SETTINGS.now
        registry = Registry(self.store, account=account, region=region, now=now)
        self._registry = registry
        self._index = SeriesIndex(registry)
        self._models, self._assets = AssetModels(registry), Assets(registry)
        self._reads = Reads(index=self._index, store=self.store, now=now)
        self._ingest = Ingest(
            index=self._index, store=self.store, now=now, on_stored=self._announce
        )
        self.computations = Computations(
            index=self._index, store=self.store, now=now, emit=self._emit
        )
        self._clock = MetricClock(self.tick) if path else None

    def tick(self) -> None:
        """Compute the metrics whose windows have ended."""
        with self._lock:
            self.computations.tick()

    def close(self) -> None:
        """End the metrics' clock and close the store."""
        if self._clock:
            self._clock.stop()
        self.store.close()

    def asset_of_alias(self, alias: str) -> str | None:
        """Return the asset that has a property of this alias, None where none has."""
        return self._index.asset_of_alias(alias)

    def call(self, operation: str, request: Json) -> Json | None:
        """Serve one operation; None where it is not implemented."""
        method: Callable[..., Json] | None = self._operations().get(operation)
        if method is None:
            return None
        with self._lock:
            return method(request)

    def latest_by_name(self, asset_id: str, name: str) -> Json | None:
        """Return the latest value of an asset's property as a variant; other services ask.

        Raises:
            LookupError: there is no such asset or property.
        """
        with self._lock:
            for series in self._index.all():
                if (series.asset_id, series.name) == (asset_id, name):
                    answer = self._reads.latest(
                        {"asset_id": asset_id, "property_id": series.property_id}
                    )
                    found: Json | None = answer.get("propertyValue", {}).get("value")
                    return found
        raise LookupError(f"{asset_id} has no property {name}")

    def _operations(self) -> dict[str, Callable[[Json], Json]]:
        return {
            "CreateAssetModel": self._models.create,
            "UpdateAssetModel": self._models.update,
            "DescribeAssetModel": self._models.describe,
            "DeleteAssetModel": self._models.delete,
            "ListAssetModels": self._list_asset_models,
            "ListAssetModelProperties": self._list_asset_model_properties,
            "CreateAsset": self._assets.create,
            "UpdateAsset": self._assets.update,
            "DescribeAsset": self._assets.describe,
            "DeleteAsset": self._assets.delete,
            "ListAssets": self._list_assets,
            "AssociateAssets": self._assets.associate,
            "DisassociateAssets": self._assets.disassociate,
            "ListAssociatedAssets": self._list_associated_assets,
            "DescribeAssetProperty": self._describe_asset_property,
            "UpdateAssetProperty": self._assets.update_property,
            "ListAssetProperties": self._list_asset_properties,
            "ListTagsForResource": self._list_tags,
            "TagResource": self._tag,
            "UntagResource": self._untag,
            "BatchPutAssetPropertyValue": self._ingest.put,
            "GetAssetPropertyValue": self._reads.latest,
            "GetAssetPropertyValueHistory": self._reads.history,
            "GetAssetPropertyAggregates": self._reads.aggregates,
            "BatchGetAssetPropertyValue": self._reads.batch_latest,
            "BatchGetAssetPropertyValueHistory": self._reads.batch_history,
            "BatchGetAssetPropertyAggregates": self._reads.batch_aggregates,
        }

    def _emit(self, series: Series, points: list[Point]) -> None:
        self.store.put_points(series.key, points)
        self._announce(series, points)

    def _announce(self, series: Series, points: list[Point]) -> None:
        notify(self._publish, series, points)
        self.computations.on_points(series, points)

    def _list_asset_models(self, request: Json) -> Json:
        summaries = self._models.summaries(request.get("asset_model_types"))
        return _page(summaries, request, "assetModelSummaries")

    def _list_asset_model_properties(self, request: Json) -> Json:
        model = self._registry.model(request["asset_model_id"])
        everything = request.get("filter") == "ALL"
        items = all_properties(model) if everything else iter(model["assetModelProperties"])
        keys = ("id", "name", "dataType", "dataTypeSpec", "unit", "type", "externalId")
        summaries = ({key: one[key] for key in keys if one.get(key)} for one in items)
        return _page(summaries, request, "assetModelPropertySummaries")

    def _list_assets(self, request: Json) -> Json:
        only = request.get("filter", "ALL")
        found = self._assets.listed(request.get("asset_model_id"), only)
        return _page(self._assets.summaries(found), request, "assetSummaries")

    def _list_associated_assets(self, request: Json) -> Json:
        asset = self._registry.asset(request["asset_id"])
        if request.get("traversal_direction") == "PARENT":
            parents = (
                other
                for other in list(self._registry.assets.values())
                if any(link["assetId"] == asset["assetId"] for link in other["children"])
            )
            return _page(self._assets.summaries(parents), request, "assetSummaries")
        children = self._assets.children(asset, request.get("hierarchy_id"))
        return _page(self._assets.summaries(children), request, "assetSummaries")

    def _list_asset_properties(self, request: Json) -> Json:
        asset = self._registry.asset(request["asset_id"])
        model = self._registry.model(asset["assetModelId"])
        keys = ("id", "alias", "unit", "notification", "externalId")
        shown = (self._assets.property_of(asset, one) for one in all_properties(model))
        summaries = ({key: one[key] for key in keys if key in one} for one in shown)
        return _page(summaries, request, "assetPropertySummaries")

    def _describe_asset_property(self, request: Json) -> Json:
        asset = self._registry.asset(request["asset_id"])
        model = self._registry.model(asset["assetModelId"])
        definition, composite = self._assets.definition(asset, request["property_id"])
        shown = {**self._assets.property_of(asset, definition), "type": definition["type"]}
        shown.pop("dataTypeSpec", None)
        answer: Json = {
            "assetId": asset["assetId"],
            "assetName": asset["assetName"],
            "assetModelId": model["assetModelId"],
        }
        if composite is None:
            return {**answer, "assetProperty": shown}
        described = {"name": composite["name"], "type": composite["type"], "assetProperty": shown}
        return {**answer, "compositeModel": described}

    def _list_tags(self, request: Json) -> Json:
        return {"tags": self._tagged(request)["tags"]}

    def _tag(self, request: Json) -> Json:
        document = self._tagged(request)
        self._save_tags(document, {**document["tags"], **request["tags"]})
        return {}

    def _untag(self, request: Json) -> Json:
        document = self._tagged(request)
        gone = set(request["tag_keys"])
        self._save_tags(
            document, {key: value for key, value in document["tags"].items() if key not in gone}
        )
        return {}

    def _tagged(self, request: Json) -> Json:
        arn = request["resource_arn"]
        kind, _, key = arn.split(":", 5)[5].partition("/")
        return self._registry.model(key) if kind == "asset-model" else self._registry.asset(key)

    def _save_tags(self, document: Json, tags: dict[str, Any]) -> None:
        changed = {**document, "tags": tags}
        if "assetId" in document:
            self._registry.save_asset(changed)
        else:
            self._registry.save_model(changed)


def _page(items: Iterator[Json], request: Json, member: str) -> Json:
    limit = int(request.get("max_results") or PAGE_DEFAULT)
    if not 1 <= limit <= PAGE_MAXIMUM:
        raise InvalidRequestException(f"maxResults {limit} is not within 1 and {PAGE_MAXIMUM}")
    try:
        return page(items, limit=limit, token=request.get("next_token"), member=member)
    except BadToken as error:
        raise InvalidRequestException(str(error)) from error
