"""The operations on time series: list, describe, delete, associate, take away."""

from __future__ import annotations

from collections.abc import Iterator

from twin_local.services.iotsitewise.exceptions import (
    ConflictingOperationException,
    InvalidRequestException,
    ResourceNotFoundException,
)
from twin_local.services.iotsitewise.model_parts import all_properties
from twin_local.services.iotsitewise.operations import Operations
from twin_local.services.iotsitewise.pages import page
from twin_local.services.iotsitewise.points.chunk_table import FOREVER_NS
from twin_local.services.iotsitewise.references import found
from twin_local.services.iotsitewise.registry import Registry
from twin_local.services.iotsitewise.series import Series
from twin_local.services.iotsitewise.series_index import SeriesIndex
from twin_local.services.iotsitewise.shapes import Json
from twin_local.services.iotsitewise.store import Store
from twin_local.services.iotsitewise.streams import Streams

WRITABLE = ("attribute", "measurement")


class TimeSeries:
    """Time series of properties, and data streams that no property has."""

    def __init__(
        self, *, registry: Registry, index: SeriesIndex, streams: Streams, store: Store
    ) -> None:
        self._registry, self._index = registry, index
        self._streams, self._store = streams, store

    def operations(self) -> Operations:
        """Return the operations on time series."""
        return {
            "ListTimeSeries": self._list,
            "DescribeTimeSeries": self._describe,
            "DeleteTimeSeries": self._delete,
            "AssociateTimeSeriesToAssetProperty": self._associate,
            "DisassociateTimeSeriesFromAssetProperty": self._disassociate,
        }

    def _list(self, request: Json) -> Json:
        """Return a page of time series; the ones of an asset are associated."""
        only, prefix = request.get("time_series_type"), request.get("alias_prefix")
        asset = request.get("asset_id")
        if asset and only == "DISASSOCIATED":
            raise InvalidRequestException("an asset has associated time series only")
        asset_id = self._registry.asset(asset)["assetId"] if asset else None
        chosen = (
            self._summary(one)
            for one in sorted(self._all(only), key=lambda one: one.key)
            if asset_id in (None, one.asset_id) and (one.alias or "").startswith(prefix or "")
        )
        return page(chosen, request, "TimeSeriesSummaries")

    def _describe(self, request: Json) -> Json:
        return self._summary(self._find(request))

    def _delete(self, request: Json) -> Json:
        """Delete values; a property loses the alias with them, a stream is gone."""
        series = self._find(request)
        if series.stream_id:
            self._streams.remove(series)
            return {}
        with self._store.transaction():
            self._store.delete_series(series.key)
            self._without_alias(series)
        return {}

    def _associate(self, request: Json) -> Json:
        """Give a stream to a measurement or attribute of the same type that has no other."""
        alias, target = request["alias"], self._property(request)
        stream = self._streams.by_alias(alias)
        if stream is None:
            taken = self._index.by_alias(alias)
            if taken is None:
                raise ResourceNotFoundException(f"there is no time series {alias}")
            if taken.key == target.key:
                return {}
            raise self._conflict(f"{alias} is associated with another property", taken)
        if target.alias:
            raise self._conflict(f"{target.name} has the time series {target.alias}", target)
        if target.kind not in WRITABLE or target.data_type != stream.data_type:
            raise InvalidRequestException(
                f"{target.name} is a {target.kind} of {target.data_type}; {alias} is a data "
                f"stream of {stream.data_type}"
            )
        with self._store.transaction():
            self._streams.hand_over(stream, target.key)
            self._set_alias(target, alias)
        return {}

    def _disassociate(self, request: Json) -> Json:
        """Take alias and values from a property; they are a stream again."""
        alias, series = request["alias"], self._property(request)
        if series.alias != alias:
            raise ResourceNotFoundException(f"{series.name} has no time series {alias}")
        with self._store.transaction():
            self._without_alias(series)
            self._streams.separate(series, alias)
        return {}

    def _all(self, only: str | None) -> Iterator[Series]:
        if only != "DISASSOCIATED":
            yield from self._index.all()
        if only != "ASSOCIATED":
            yield from self._streams.all()

    def _find(self, request: Json) -> Series:
        alias = request.get("alias")
        if alias and not (request.get("asset_id") or request.get("property_id")):
            return self._streams.find({"propertyAlias": alias})
        if alias or not (request.get("asset_id") and request.get("property_id")):
            raise InvalidRequestException("give either alias, or assetId and propertyId")
        return self._property(request)

    def _property(self, request: Json) -> Series:
        asset = self._registry.asset(request["asset_id"])
        model = self._registry.model(asset["assetModelId"])
        definition = found(all_properties(model), request["property_id"], "property")
        self._streams.adopt()
        return self._index.get(asset["assetId"], definition["id"])

    def _without_alias(self, series: Series) -> None:
        self._set_alias(series, None)

    def _set_alias(self, series: Series, alias: str | None) -> None:
        asset = self._registry.ready_asset(series.asset_id)
        settings = {**asset["settings"].get(series.property_id, {}), "alias": alias}
        kept = {key: value for key, value in settings.items() if value}
        changed = {**asset["settings"], series.property_id: kept}
        self._registry.save_asset({**asset, "settings": changed})

    def _conflict(self, message: str, series: Series) -> ConflictingOperationException:
        return ConflictingOperationException(
            message,
            resource_id=series.asset_id,
            resource_arn=self._registry.arn("asset", series.asset_id),
        )

    def _summary(self, series: Series) -> Json:
        latest = self._store.latest(series.key, until_ns=FOREVER_NS)
        changed = max(series.created_at, latest.time_ns // 10**9 if latest else 0)
        shown: Json = {
            "timeSeriesId": series.key,
            "timeSeriesArn": self._registry.arn("time-series", series.key),
            "dataType": series.data_type,
            "timeSeriesCreationDate": series.created_at,
            "timeSeriesLastUpdateDate": min(changed, self._registry.now()),
        }
        optional = {
            "assetId": series.asset_id,
            "propertyId": series.property_id,
            "alias": series.alias,
            "dataTypeSpec": series.definition.get("dataTypeSpec"),
        }
        return {**shown, **{key: value for key, value in optional.items() if value}}
