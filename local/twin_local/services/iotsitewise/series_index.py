"""The series of all assets, found by alias or by asset and property, and by who uses them."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from twin_local.services.iotsitewise.exceptions import (
    InvalidRequestException,
    ResourceNotFoundException,
)
from twin_local.services.iotsitewise.model_parts import all_properties
from twin_local.services.iotsitewise.registry import Json, Registry
from twin_local.services.iotsitewise.series import Series


class SeriesIndex:
    """Every series. Those of an asset are made anew when it has changed, all when a model has."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._lock = threading.RLock()
        """Policies and queries ask without the lock of the service."""
        self._changed: set[str] | None = None
        """The assets that have changed since the last refresh; None: a model has."""
        self._of_asset: dict[str, list[Series]] = {}
        self._by_key: dict[tuple[str, str], Series] = {}
        self._by_alias: dict[str, Series] = {}
        self._dependents: dict[str, list[Series]] = {}
        self._used: dict[str, set[str]] = {}
        """The keys of the series that the formulas of an asset use."""
        registry.listen("asset", self._asset_changed)
        registry.listen("asset-model", self._model_changed)

    def find(self, request: Json) -> Series:
        """Return the series that `assetId` and `propertyId`, or `propertyAlias`, name.

        Raises:
            InvalidRequestException: neither or both ways are used.
            ResourceNotFoundException: there is no such series.
        """
        self._refresh()
        alias = request.get("propertyAlias")
        asset_id, property_id = request.get("assetId"), request.get("propertyId")
        if bool(alias) == bool(asset_id and property_id):
            raise InvalidRequestException("give either assetId and propertyId, or propertyAlias")
        found = (
            self._by_alias.get(alias)
            if alias
            else self._by_key.get((str(asset_id), str(property_id)))
        )
        if found is None:
            raise ResourceNotFoundException(
                f"there is no property {alias or f'{asset_id}/{property_id}'}"
            )
        return found

    def by_alias(self, alias: str) -> Series | None:
        """Return the series of the property that has this alias, None where none has."""
        self._refresh()
        return self._by_alias.get(alias)

    def asset_of_alias(self, alias: str) -> str | None:
        """Return the asset that has a property of this alias, None where none has."""
        found = self.by_alias(alias)
        return found.asset_id if found else None

    def known(self, asset_id: str, property_id: str) -> Series | None:
        """Return a series, None where it is no more."""
        self._refresh()
        return self._by_key.get((asset_id, property_id))

    def get(self, asset_id: str, property_id: str) -> Series:
        """Return a series that is known to exist."""
        self._refresh()
        return self._by_key[asset_id, property_id]

    @property
    def revision(self) -> int:
        """How often a model or an asset has changed; who keeps a list of series asks."""
        return self._registry.revision

    def all(self) -> Iterator[Series]:
        """Yield every series."""
        self._refresh()
        yield from list(self._by_key.values())

    def dependents(self, series: Series) -> list[Series]:
        """Return the transforms and metrics that use a series."""
        self._refresh()
        return self._dependents.get(series.key, [])

    def inputs(self, computed: Series) -> dict[str, list[Series]]:
        """Return the series behind each variable; several for a property of child assets."""
        self._refresh()
        return {one["name"]: self._inputs(computed, one["value"]) for one in computed.variables}

    def _refresh(self) -> None:
        with self._lock:
            if self._changed is None or self._changed:
                changed, self._changed = self._changed, set()
                self._follow(changed)

    def _follow(self, changed: set[str] | None) -> None:
        """Make the series of changed assets anew, of all where a model has changed."""
        if changed is None:
            self._of_asset, self._by_key, self._by_alias = {}, {}, {}
            self._dependents, self._used = {}, {}
            changed = set(self._registry.assets)
        for key in changed:
            self._forget(key)
        for key in changed & self._registry.assets.keys():
            self._remember(key)
        for key in changed & self._of_asset.keys():
            self._relate(key)

    def _asset_changed(self, key: str, _before: Json | None, _after: Json | None) -> None:
        with self._lock:
            if self._changed is not None:
                self._changed.add(key)

    def _model_changed(self, _key: str, _before: Json | None, _after: Json | None) -> None:
        with self._lock:
            self._changed = None

    def _forget(self, asset_id: str) -> None:
        """Forget the series of an asset, and what its formulas use."""
        for one in self._of_asset.pop(asset_id, ()):
            del self._by_key[one.asset_id, one.property_id]
            if one.alias and self._by_alias.get(one.alias) is one:
                del self._by_alias[one.alias]
        for source in self._used.pop(asset_id, ()):
            rest = [one for one in self._dependents[source] if one.asset_id != asset_id]
            if rest:
                self._dependents[source] = rest
            else:
                del self._dependents[source]

    def _remember(self, asset_id: str) -> None:
        series = list(self._series_of(self._registry.assets[asset_id]))
        self._of_asset[asset_id] = series
        self._by_key.update({(one.asset_id, one.property_id): one for one in series})
        self._by_alias.update({one.alias: one for one in series if one.alias})

    def _relate(self, asset_id: str) -> None:
        """Note the formulas of an asset at the series that they use.

        A series that an asset above gets later is no matter: it is associated then, and changes.
        """
        used: set[str] = set()
        for one in self._of_asset[asset_id]:
            if one.kind in ("transform", "metric"):
                for source in self._sources(one):
                    self._dependents.setdefault(source, []).append(one)
                    used.add(source)
        if used:
            self._used[asset_id] = used

    def _series_of(self, asset: Json) -> Iterator[Series]:
        for definition in all_properties(self._registry.model(asset["assetModelId"])):
            settings = asset["settings"].get(definition["id"], {})
            kind = next(iter(definition["type"]))
            yield Series(
                asset_id=asset["assetId"],
                property_id=definition["id"],
                model_id=asset["assetModelId"],
                name=definition["name"],
                data_type=definition["dataType"],
                kind=kind,
                alias=settings.get("alias"),
                notifies=settings.get("notification") == "ENABLED",
                default_value=(definition["type"][kind] or {}).get("defaultValue"),
                created_at=asset["assetCreationDate"],
                definition=definition,
            )

    def _sources(self, computed: Series) -> set[str]:
        """Return the keys of all inputs, each once, also where several variables have it."""
        values = [one["value"] for one in computed.variables]
        return {source.key for value in values for source in self._inputs(computed, value)}

    def _inputs(self, computed: Series, value: Json) -> list[Series]:
        owners = [computed.asset_id]
        if hierarchy := value.get("hierarchyId"):
            children = self._registry.asset(computed.asset_id)["children"]
            owners = [one["assetId"] for one in children if one["hierarchyId"] == hierarchy]
        keys = [(owner, value["propertyId"]) for owner in owners]
        return [self._by_key[key] for key in keys if key in self._by_key]
