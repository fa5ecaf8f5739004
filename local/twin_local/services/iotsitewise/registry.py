"""The models and assets of one account and region, in memory and in the store."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from twin_local.services.iotsitewise import states
from twin_local.services.iotsitewise.asset_index import AssetIndex
from twin_local.services.iotsitewise.document_table import Changed, DocumentTable
from twin_local.services.iotsitewise.exceptions import (
    ResourceAlreadyExistsException,
    ResourceNotFoundException,
)
from twin_local.services.iotsitewise.store import Kind, Store

Json = dict[str, Any]
EXTERNAL = "externalId:"
ID_KEY: dict[Kind, str] = {"asset-model": "assetModelId", "asset": "assetId"}
EXTERNAL_KEY: dict[Kind, str] = {"asset-model": "assetModelExternalId", "asset": "assetExternalId"}

Finished = Callable[[Kind, Json, Json | None], None]
"""Hears of a finished change: the kind, the document before and after (None: it is gone)."""


class Registry:
    """Finds models and assets by UUID or external id, and writes every change through.

    `models` holds the active definition of each model; one that an update is still under way to
    replace it stands in its transition.
    """

    def __init__(
        self, store: Store, *, account: str, region: str, now: Callable[[], float]
    ) -> None:
        self.store = store
        self.now = now
        self._account, self._region = account, region
        self._tables = {
            kind: DocumentTable(store, kind, external) for kind, external in EXTERNAL_KEY.items()
        }
        self.models = self._tables["asset-model"].documents
        self.assets = self._tables["asset"].documents
        self.asset_index = AssetIndex(self._tables["asset"])
        self.revision = 0
        """Counts changes, so that who keeps derived tables knows when to make them anew."""
        self.on_finished: list[Finished] = []
        self.fails = False
        """Whether a change that begins is to fail in the end: a fault was put in."""
        self._changing = {key for key, document in self._all() if "transition" in document}
        for kind in ID_KEY:
            self.listen(kind, partial(self._changed, kind))

    def listen(self, kind: Kind, hear: Changed) -> None:
        """Tell somebody of every change of a document of a kind, also of one that is undone."""
        self._tables[kind].on_changed.append(hear)

    def arn(self, kind: str, key: str) -> str:
        """Return the ARN of a model, an asset or another resource."""
        return f"arn:aws:iotsitewise:{self._region}:{self._account}:{kind}/{key}"

    def model(self, reference: str) -> Json:
        """Return a model by UUID or `externalId:…`.

        Raises:
            ResourceNotFoundException: there is none.
        """
        return self._find("asset-model", reference)

    def asset(self, reference: str) -> Json:
        """Return an asset by UUID or `externalId:…`.

        Raises:
            ResourceNotFoundException: there is none.
        """
        return self._find("asset", reference)

    def ready_model(self, reference: str, *also: str) -> Json:
        """Return a model that is ACTIVE, or in another state that is allowed.

        Raises:
            ConflictingOperationException: it is in another state.
            ResourceNotFoundException: there is none.
        """
        return self._ready("asset-model", self.model(reference), also)

    def ready_asset(self, reference: str, *also: str) -> Json:
        """Return an asset that is ACTIVE, or in another state that is allowed.

        Raises:
            ConflictingOperationException: it is in another state.
            ResourceNotFoundException: there is none.
        """
        return self._ready("asset", self.asset(reference), also)

    def save_model(self, model: Json) -> None:
        """Write a model."""
        self._save("asset-model", model)

    def save_asset(self, asset: Json) -> None:
        """Write an asset."""
        self._save("asset", asset)

    def begin(
        self,
        kind: Kind,
        document: Json,
        passing: Sequence[str],
        *,
        to: Json | None = None,
        outcome: states.Outcome = "changed",
    ) -> Json:
        """Begin a change of a document that passes through states; return its first state.

        `to` is what the document is in the end, where that differs from what it is until then.
        """
        outcome = "failed" if self.fails else outcome
        moved = states.transition(passing, now=self.now(), outcome=outcome, definition=to)
        rest = {key: value for key, value in document.items() if key != "failure"}
        with self.store.transaction():
            self._save(kind, {**rest, "transition": moved})
            self.settle()
        return {"state": passing[0]}

    def settle(self) -> None:
        """Do what is left of changes whose time has come."""
        if not self._changing:
            return
        due = [
            (states.ends_at(self._document(*key)), key)
            for key in self._changing
            if states.ends_at(self._document(*key)) <= self.now()
        ]
        for _, key in sorted(due):
            self._finish(*key)

    def refuse_taken(self, kind: Kind, key: str, external_id: str | None) -> None:
        """Raise if a model or asset has the id, or another one the external id.

        Raises:
            ResourceAlreadyExistsException: one of them is taken.
        """
        documents = self._of(kind)
        if key in documents:
            raise self._taken(kind, key, f"the id {key} is taken")
        self.refuse_taken_external_id(kind, external_id)

    def refuse_taken_external_id(self, kind: Kind, external_id: str | None) -> None:
        """Raise if another model or asset has the external id.

        Raises:
            ResourceAlreadyExistsException: it is taken.
        """
        key = self._tables[kind].id_of_external(external_id) if external_id else None
        if key is not None:
            raise self._taken(kind, key, f"the external id {external_id} is taken")

    def _finish(self, kind: Kind, key: str) -> None:
        before = self._document(kind, key)
        moved = before["transition"]
        kept = {name: value for name, value in before.items() if name != "transition"}
        after: Json | None = moved["definition"] or kept
        if moved["outcome"] == "failed":
            after = {**kept, "failure": states.FAILURE}
        elif moved["outcome"] == "gone":
            after = None
        with self.store.transaction():
            if after is None:
                self._tables[kind].remove(key)
            else:
                self._save(kind, after)
            for hear in self.on_finished:
                hear(kind, kept, after)

    def _ready(self, kind: Kind, document: Json, also: Sequence[str]) -> Json:
        key = document[ID_KEY[kind]]
        arn = self.arn(kind, key)
        states.refuse_unless(document, self.now(), "ACTIVE", *also, key=key, arn=arn)
        return document

    def _save(self, kind: Kind, document: Json) -> None:
        self._tables[kind].put(document[ID_KEY[kind]], document)

    def _changed(self, kind: Kind, key: str, before: Json | None, after: Json | None) -> None:
        self.revision += 1
        if after is not None and "transition" in after:
            self._changing.add((kind, key))
        else:
            self._changing.discard((kind, key))

    def _of(self, kind: Kind) -> dict[str, Json]:
        return self._tables[kind].documents

    def _document(self, kind: Kind, key: str) -> Json:
        return self._of(kind)[key]

    def _all(self) -> Iterator[tuple[tuple[Kind, str], Json]]:
        for kind in ID_KEY:
            for key, document in self._of(kind).items():
                yield (kind, key), document

    def _taken(self, kind: Kind, key: str, message: str) -> ResourceAlreadyExistsException:
        return ResourceAlreadyExistsException(
            message, resource_id=key, resource_arn=self.arn(kind, key)
        )

    def _find(self, kind: Kind, reference: str) -> Json:
        key: str | None = reference
        if reference.startswith(EXTERNAL):
            key = self._tables[kind].id_of_external(reference.removeprefix(EXTERNAL))
        document = self._of(kind).get(key) if key else None
        if document is None:
            raise ResourceNotFoundException(f"there is no {kind} {reference}")
        return document
