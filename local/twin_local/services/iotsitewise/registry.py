"""The models and assets of one account and region, in memory and in the store."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from twin_local.services.iotsitewise.exceptions import (
    ResourceAlreadyExistsException,
    ResourceNotFoundException,
)
from twin_local.services.iotsitewise.store import Kind, Store

Json = dict[str, Any]
EXTERNAL = "externalId:"
EXTERNAL_KEY = {"asset-model": "assetModelExternalId", "asset": "assetExternalId"}


class Registry:
    """Finds models and assets by UUID or external id, and writes every change through."""

    def __init__(
        self, store: Store, *, account: str, region: str, now: Callable[[], float]
    ) -> None:
        self.store = store
        self.now = now
        self._account, self._region = account, region
        self.models = store.documents("asset-model")
        self.assets = store.documents("asset")
        self.revision = 0
        """Counts changes, so that who keeps derived tables knows when to make them anew."""

    def arn(self, kind: Kind, key: str) -> str:
        """Return the ARN of a model or asset."""
        return f"arn:aws:iotsitewise:{self._region}:{self._account}:{kind}/{key}"

    def model(self, reference: str) -> Json:
        """Return a model by UUID or `externalId:…`.

        Raises:
            ResourceNotFoundException: there is none.
        """
        return self._find("asset-model", self.models, reference)

    def asset(self, reference: str) -> Json:
        """Return an asset by UUID or `externalId:…`.

        Raises:
            ResourceNotFoundException: there is none.
        """
        return self._find("asset", self.assets, reference)

    def save_model(self, model: Json) -> None:
        """Write a model."""
        self.models[model["assetModelId"]] = model
        self._changed("asset-model", model["assetModelId"], model)

    def save_asset(self, asset: Json) -> None:
        """Write an asset."""
        self.assets[asset["assetId"]] = asset
        self._changed("asset", asset["assetId"], asset)

    def remove_model(self, model_id: str) -> None:
        """Remove a model."""
        del self.models[model_id]
        self._changed("asset-model", model_id, None)

    def remove_asset(self, asset_id: str) -> None:
        """Remove an asset."""
        del self.assets[asset_id]
        self._changed("asset", asset_id, None)

    def refuse_taken_external_id(self, kind: Kind, external_id: str | None) -> None:
        """Raise if another model or asset has the external id.

        Raises:
            ResourceAlreadyExistsException: it is taken.
        """
        if external_id is None:
            return
        documents = self.models if kind == "asset-model" else self.assets
        for key, document in documents.items():
            if document.get(EXTERNAL_KEY[kind]) == external_id:
                raise ResourceAlreadyExistsException(
                    f"the external id {external_id} is taken",
                    resource_id=key,
                    resource_arn=self.arn(kind, key),
                )

    def _changed(self, kind: Kind, key: str, document: Json | None) -> None:
        self.revision += 1
        if document is None:
            self.store.delete_document(kind, key)
        else:
            self.store.put_document(kind, key, document)

    def _find(self, kind: Kind, documents: dict[str, Json], reference: str) -> Json:
        if reference.startswith(EXTERNAL):
            external = reference.removeprefix(EXTERNAL)
            for document in documents.values():
                if document.get(EXTERNAL_KEY[kind]) == external:
                    return document
        elif reference in documents:
            return documents[reference]
        raise ResourceNotFoundException(f"there is no {kind} {reference}")
