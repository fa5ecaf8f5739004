"""Documents of one kind in memory, each change written through, found by id or external id."""

from __future__ import annotations

from collections.abc import Callable

from twin_local.services.iotsitewise.store import Json, Kind, Store

Changed = Callable[[str, Json | None, Json | None], None]
"""Hears of a change: the id, the document before (None: it is new) and after (None: it is gone)."""


class DocumentTable:
    """The documents of one kind; a transaction that is undone is undone here as well."""

    def __init__(self, store: Store, kind: Kind, external_key: str) -> None:
        self._store, self._kind, self._external_key = store, kind, external_key
        self.documents = store.documents(kind)
        """By id. Who reads them changes nothing."""
        self.on_changed: list[Changed] = []
        """Hear of every change, also of one that is taken back."""
        self._ids = {
            external: key
            for key, one in self.documents.items()
            if (external := one.get(external_key))
        }
        self._before: dict[str, Json | None] = {}
        """What the transaction that is open has changed, as it was."""
        store.on_undone.append(self._take_back)

    def id_of_external(self, external_id: str) -> str | None:
        """Return the id of the document that has an external id, None where none has."""
        return self._ids.get(external_id)

    def put(self, key: str, document: Json) -> None:
        """Keep a document."""
        with self._store.transaction():
            self._keep_before(key)
            self._set(key, document)
            self._store.put_document(self._kind, key, document)

    def remove(self, key: str) -> None:
        """Remove a document."""
        with self._store.transaction():
            self._keep_before(key)
            self._set(key, None)
            self._store.delete_document(self._kind, key)

    def _keep_before(self, key: str) -> None:
        if not self._before:
            self._store.after_commit(self._before.clear)
        self._before.setdefault(key, self.documents.get(key))

    def _take_back(self) -> None:
        before, self._before = self._before, {}
        for key, document in before.items():
            self._set(key, document)

    def _set(self, key: str, document: Json | None) -> None:
        before = self.documents.get(key)
        if document is None:
            self.documents.pop(key, None)
        else:
            self.documents[key] = document
        old, new = ((one or {}).get(self._external_key) for one in (before, document))
        if old and self._ids.get(old) == key:
            del self._ids[old]
        if new:
            self._ids[new] = key
        for hear in self.on_changed:
            hear(key, before, document)
