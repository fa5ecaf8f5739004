"""Read, update and delete shadows, and publish what happened to them."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from twin_local.execution.iot.json_values import encode
from twin_local.execution.iot.shadows import messages, store
from twin_local.execution.iot.shadows.errors import (
    ShadowError,
    shadow_not_found,
    thing_not_found,
    version_conflict,
)
from twin_local.execution.iot.shadows.messages import Document
from twin_local.execution.iot.shadows.request import client_token_of, read_update
from twin_local.execution.iot.shadows.store import ShadowKey
from twin_local.execution.iot_bus import BusError

LOG = logging.getLogger(__name__)
Publish = Callable[[str, bytes], None]


class ShadowService:
    """All shadows; one change at a time, so that messages come in the order of the versions."""

    def __init__(self, *, publish: Publish, clock: Callable[[], float] = time.time) -> None:
        self._publish = publish
        self._clock = clock
        self._lock = threading.Lock()

    def update(self, key: ShadowKey, body: bytes) -> Document:
        """Merge a request into a shadow; tell it as accepted, documents and delta, or as rejected.

        The thing must be in the registry, which catches misspelt names.

        Raises:
            ShadowError: the request is refused.
        """
        with self._lock:
            try:
                return self._update(key, body)
            except ShadowError as error:
                self._reject(key, "update", body, error)
                raise

    def get(self, key: ShadowKey) -> Document:
        """Return a shadow's document.

        Raises:
            ShadowError: there is no such shadow.
        """
        shadow = store.find(key)
        if not shadow.exists:
            raise shadow_not_found(key.name or key.thing)
        return messages.whole(shadow, now=self._now())

    def answer_get(self, key: ShadowKey, body: bytes) -> None:
        """Publish a shadow's document, or why there is none: the answer to a `get` message."""
        try:
            document = self.get(key)
        except ShadowError as error:
            self._reject(key, "get", body, error)
            return
        token = client_token_of(body)
        answer = document if token is None else {**document, "clientToken": token}
        self._tell(key, "get/accepted", answer)

    def delete(self, key: ShadowKey, body: bytes = b"") -> Document:
        """Delete a shadow and tell it.

        Raises:
            ShadowError: there is no such shadow.
        """
        with self._lock:
            shadow = store.find(key)
            if not shadow.exists:
                error = shadow_not_found(key.name or key.thing)
                self._reject(key, "delete", body, error)
                raise error
            store.keep(key, shadow.tombstone())
            token = client_token_of(body)
            answer = messages.deleted(shadow, now=self._now(), token=token)
            self._tell(key, "delete/accepted", answer)
            return answer

    def _update(self, key: ShadowKey, body: bytes) -> Document:
        request, before, now = read_update(body), store.find(key), self._now()
        if not store.has_thing(key):
            raise thing_not_found()
        if request.version is not None and request.version != before.version:
            raise version_conflict()
        after = before.updated(request.sections, now=now)
        store.keep(key, after)
        answer = messages.accepted(request, after, now=now)
        self._tell(key, "update/accepted", answer)
        self._tell(key, "update/documents", messages.documents(request, before, after, now=now))
        if (difference := messages.delta(request, after, now=now)) is not None:
            self._tell(key, "update/delta", difference)
        return answer

    def _now(self) -> int:
        return int(self._clock())

    def _tell(self, key: ShadowKey, what: str, document: Document) -> None:
        """Publish a message; metadata of long arrays can make one too long for the bus."""
        try:
            self._publish(f"{key.topic}/{what}", encode(document))
        except BusError as error:
            LOG.error("a message of a shadow was lost: %s", error)

    def _reject(self, key: ShadowKey, what: str, body: bytes, error: ShadowError) -> None:
        token = client_token_of(body)
        self._tell(key, f"{what}/rejected", messages.rejected(error, now=self._now(), token=token))
