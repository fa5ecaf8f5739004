"""Ids of what a request begins: a repeated request begins the same thing."""

from __future__ import annotations

import uuid


def id_of_request(subject: str, idempotency_key: str) -> str:
    """Return always the same id for a caller's key, and a new one where there is no key."""
    if not idempotency_key:
        return str(uuid.uuid4())
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{subject}\0{idempotency_key}"))
