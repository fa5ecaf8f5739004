"""Client tokens: a request that comes again, as an SDK's retry does, gets the first answer.

Answers are kept for an hour with the models and assets, and written together with the change.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

from twin_local.services.iotsitewise.exceptions import InvalidRequestException
from twin_local.services.iotsitewise.operations import Operation
from twin_local.services.iotsitewise.store import Json, Kind, Store

KEPT_SECONDS = 3_600.0
KIND: Kind = "client-token"


class ClientTokens:
    """The answers to requests that had a client token."""

    def __init__(self, store: Store, now: Callable[[], float]) -> None:
        self._store, self._now = store, now
        known = store.documents(KIND)
        self._known = dict(sorted(known.items(), key=lambda item: item[1]["at"]))

    def serve(self, name: str, operation: Operation, request: Json) -> Json:
        """Do an operation, or return its answer if it has been done for the same token.

        Raises:
            InvalidRequestException: the token came with other parameters.
        """
        token = request.get("client_token")
        if not token:
            return operation(request)
        key, digest = f"{name}:{token}", _digest(request)
        known = self._known.get(key)
        if known is None or known["at"] < self._now() - KEPT_SECONDS:
            return self._first(key, digest, operation, request)
        if known["digest"] != digest:
            raise InvalidRequestException("the client token was used with other parameters")
        answer: Json = known["answer"]
        return answer

    def _first(self, key: str, digest: str, operation: Operation, request: Json) -> Json:
        with self._store.transaction():
            answer = operation(request)
            self._forget_old()
            self._known[key] = {"at": self._now(), "digest": digest, "answer": answer}
            self._store.put_document(KIND, key, self._known[key])
        return answer

    def _forget_old(self) -> None:
        """Forget from the oldest on; answers are kept in the order in which they were given."""
        oldest = self._now() - KEPT_SECONDS
        while self._known:
            key = next(iter(self._known))
            if self._known[key]["at"] >= oldest:
                return
            del self._known[key]
            self._store.delete_document(KIND, key)


def _digest(request: Json) -> str:
    text = json.dumps(request, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
