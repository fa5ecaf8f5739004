"""Read from AWS which assets of a site there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from twin.loading.assets import ObservedAsset, ObservedSite, Place, Settings, WantedAsset
from twin_local.loading.account import Account
from twin_local.loading.model_reading import DeployedModel, read_model

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise.type_defs import AssetSummaryTypeDef

PAGE = 250
VALUES_PER_CALL = 128
VALUE_KEYS = ("doubleValue", "integerValue", "booleanValue", "stringValue")


class AssetReading:
    """Reads the assets of some models, by the models' external ids."""

    def __init__(self, account: Account, models: Iterable[str]) -> None:
        self._account, self._models = account, tuple(models)

    @cached_property
    def models(self) -> dict[str, DeployedModel]:
        """The models by their external ids.

        Raises:
            ModelMissingError: one is not deployed.
        """
        return {model: read_model(self._account, model) for model in self._models}

    def require_models(self) -> None:
        """Require that the models are deployed: a value of an unknown alias would be a new stream.

        Raises:
            ModelMissingError: one is not.
        """
        _ = self.models

    @property
    def model_ids(self) -> dict[str, str]:
        """The UUIDs of the models by their external ids."""
        return {name: model.model_id for name, model in self.models.items()}

    def states(self) -> dict[str, str]:
        """Return the state of each asset by its name."""
        return {
            summary["name"]: summary["status"]["state"]
            for model_id in self.model_ids.values()
            for summary in self._summaries(model_id)
        }

    def site(
        self, wanted: Sequence[WantedAsset], read: Callable[[], None] = lambda: None
    ) -> ObservedSite:
        """Return the assets, and the values of those attributes that are wanted.

        `read` is called for each asset that has been read.
        """
        summaries = [
            (model, summary)
            for model, model_id in self.model_ids.items()
            for summary in self._summaries(model_id)
        ]
        with ThreadPoolExecutor(self._account.workers) as pool:
            children = pool.map(self._children, (summary for _, summary in summaries))
            places = {child: place for found in children for child, place in found.items()}

            def asset(found: tuple[str, AssetSummaryTypeDef]) -> ObservedAsset:
                model, summary = found
                settings = self._settings(summary["id"], self.models[model].names)
                read()
                return _observed(model, summary, places.get(summary["id"]), settings)

            assets = tuple(pool.map(asset, summaries))
        return ObservedSite(assets, self.attributes(wanted))

    def attributes(self, wanted: Sequence[WantedAsset]) -> dict[str, float | bool | str]:
        """Return the latest values of the wanted attributes, by alias."""
        aliases = iter([value.alias for asset in wanted for value in asset.attributes])
        found: dict[str, float | bool | str] = {}
        while batch := list(islice(aliases, VALUES_PER_CALL)):
            found.update(self._latest(batch))
        return found

    def _summaries(self, model_id: str) -> Iterator[AssetSummaryTypeDef]:
        pages = self._account.sitewise.get_paginator("list_assets").paginate(
            assetModelId=model_id, filter="ALL", PaginationConfig={"PageSize": PAGE}
        )
        for page in pages:
            yield from page["assetSummaries"]

    def _children(self, summary: AssetSummaryTypeDef) -> dict[str, Place]:
        """Return where the children of an asset stand, by their UUIDs."""
        found: dict[str, Place] = {}
        for hierarchy in summary["hierarchies"]:
            self._account.pace.wait()
            pages = self._account.sitewise.get_paginator("list_associated_assets").paginate(
                assetId=summary["id"],
                hierarchyId=hierarchy["id"],
                PaginationConfig={"PageSize": PAGE},
            )
            place = Place(summary["id"], hierarchy.get("externalId", hierarchy["name"]))
            found.update((child["id"], place) for page in pages for child in page["assetSummaries"])
        return found

    def _settings(self, asset_id: str, names: Mapping[str, str]) -> dict[str, Settings]:
        self._account.pace.wait()
        pages = self._account.sitewise.get_paginator("list_asset_properties").paginate(
            assetId=asset_id, filter="ALL", PaginationConfig={"PageSize": PAGE}
        )
        return {
            names[one["id"]]: Settings(
                alias=one.get("alias"),
                notification=one["notification"]["state"],
                unit=one.get("unit"),
            )
            for page in pages
            for one in page["assetPropertySummaries"]
            if one["id"] in names and "notification" in one
        }

    def _latest(self, aliases: Sequence[str]) -> dict[str, float | bool | str]:
        entries = {str(number): alias for number, alias in enumerate(aliases)}
        answer = self._account.sitewise.batch_get_asset_property_value(
            entries=[{"entryId": key, "propertyAlias": alias} for key, alias in entries.items()]
        )
        return {
            entries[one["entryId"]]: _plain(one["assetPropertyValue"]["value"])
            for one in answer["successEntries"]
            if "assetPropertyValue" in one
        }


def _observed(
    model: str,
    summary: AssetSummaryTypeDef,
    place: Place | None,
    settings: Mapping[str, Settings],
) -> ObservedAsset:
    return ObservedAsset(
        asset_id=summary["id"],
        external_id=summary.get("externalId"),
        model=model,
        name=summary["name"],
        description=summary.get("description", ""),
        state=summary["status"]["state"],
        failure=summary["status"].get("error", {}).get("message", ""),
        place=place,
        settings=settings,
    )


def _plain(value: Mapping[str, Any]) -> float | bool | str:
    found: float | bool | str = next(value[key] for key in VALUE_KEYS if key in value)
    return found
