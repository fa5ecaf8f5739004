"""The time series of all assets, found by alias or by asset and property."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from twin.formula import Node, parse
from twin.formula.evaluation import Formula, compiled
from twin.formula.windows import Tumbling, tumbling
from twin_local.services.iotsitewise.asset_models import all_properties
from twin_local.services.iotsitewise.exceptions import (
    InvalidRequestException,
    ResourceNotFoundException,
)
from twin_local.services.iotsitewise.registry import Json, Registry


@dataclass(frozen=True)
class Series:
    """One property of one asset, or a data stream (of kind `stream`) that has none yet."""

    asset_id: str
    property_id: str
    model_id: str
    name: str
    data_type: str
    kind: str
    alias: str | None
    notifies: bool
    default_value: str | None
    created_at: float
    definition: Json
    stream_id: str | None = None
    """The id of a data stream that is associated with no property."""

    @property
    def key(self) -> str:
        """Return the time series id."""
        return self.stream_id or f"{self.asset_id}_{self.property_id}"

    @cached_property
    def formula(self) -> Node:
        """Return the parsed formula of a transform or metric."""
        return _parsed(self.definition["type"][self.kind]["expression"])

    @cached_property
    def evaluate(self) -> Formula:
        """Return what computes a transform or metric."""
        names = frozenset(one["name"] for one in self.variables)
        return _compiled(self.definition["type"][self.kind]["expression"], names)

    @cached_property
    def windows(self) -> Tumbling:
        """Return the windows of a metric."""
        given = self.definition["type"]["metric"]["window"]["tumbling"]
        return _tumbling(given["interval"], given.get("offset"))

    @property
    def variables(self) -> list[Json]:
        """Return the variables of a transform or metric."""
        variables: list[Json] = self.definition["type"][self.kind]["variables"]
        return variables


class SeriesIndex:
    """Every series, made anew when a model or an asset has changed."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._revision = -1
        self._by_key: dict[tuple[str, str], Series] = {}
        self._by_alias: dict[str, Series] = {}
        self._dependents: dict[str, list[Series]] = {}

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
        yield from self._by_key.values()

    def dependents(self, series: Series) -> list[Series]:
        """Return the transforms and metrics that use a series."""
        self._refresh()
        return self._dependents.get(series.key, [])

    def inputs(self, computed: Series) -> dict[str, list[Series]]:
        """Return the series behind each variable; several for a property of child assets."""
        self._refresh()
        return {one["name"]: self._inputs(computed, one["value"]) for one in computed.variables}

    def _refresh(self) -> None:
        if self._revision == self._registry.revision:
            return
        self._revision = self._registry.revision
        self._by_key = {
            (one.asset_id, one.property_id): one
            for asset in self._registry.assets.values()
            for one in self._series_of(asset)
        }
        self._by_alias = {one.alias: one for one in self._by_key.values() if one.alias}
        self._dependents = {}
        for one in self._by_key.values():
            if one.kind in ("transform", "metric"):
                for source in self._sources(one):
                    self._dependents.setdefault(source, []).append(one)

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


@lru_cache(maxsize=4_096)
def _parsed(expression: str) -> Node:
    """Return a formula parsed; all assets of a model have the same."""
    return parse(expression)


@lru_cache(maxsize=4_096)
def _compiled(expression: str, names: frozenset[str]) -> Formula:
    return compiled(_parsed(expression), names)


@lru_cache(maxsize=256)
def _tumbling(interval: str, offset: str | None) -> Tumbling:
    return tumbling(interval, offset)
