"""The models and assets of one account and region, in memory and in the store."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from twin_local.services.iotsitewise import states
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
        self.models = store.documents("asset-model")
        self.assets = store.documents("asset")
        self.revision = 0
        """Counts changes, so that who keeps derived tables knows when to make them anew."""
        self.on_finished: list[Finished] = []
        self.fails = False
        """Whether a change that begins is to fail in the end: a fault was put in."""
        self._changing = {key for key, document in self._all() if "transition" in document}

    def arn(self, kind: str, key: str) -> str:
        """Return the ARN of a model, an asset or another resource."""
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
            self._changing.add((kind, document[ID_KEY[kind]]))
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
        for key, document in self._of(kind).items():
            if external_id is not None and document.get(EXTERNAL_KEY[kind]) == external_id:
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
                del self._of(kind)[key]
                self.revision += 1
                self.store.delete_document(kind, key)
            else:
                self._save(kind, after)
            self._changing.discard((kind, key))
            for hear in self.on_finished:
                hear(kind, kept, after)

    def _ready(self, kind: Kind, document: Json, also: Sequence[str]) -> Json:
        key = document[ID_KEY[kind]]
        arn = self.arn(kind, key)
        states.refuse_unless(document, self.now(), "ACTIVE", *also, key=key, arn=arn)
        return document

    def _save(self, kind: Kind, document: Json) -> None:
        key = document[ID_KEY[kind]]
        self._of(kind)[key] = document
        self.revision += 1
        self.store.put_document(kind, key, document)

    def _of(self, kind: Kind) -> dict[str, Json]:
        return self.models if kind == "asset-model" else self.assets

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

    def _find(self, kind: Kind, documents: dict[str, Json], reference: str) -> Json:
        if reference.startswith(EXTERNAL):
            external = reference.removeprefix(EXTERNAL)
            for document in documents.values():
                if document.get(EXTERNAL_KEY[kind]) == external:
                    return document
        elif reference in documents:
            return documents[reference]
        raise ResourceNotFoundException(f"there is no {kind} {reference}")
