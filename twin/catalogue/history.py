"""From a record before and after to the entry of its history."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from twin.catalogue.change import Change, FieldChange
from twin.catalogue.identity import AssetId

BOOKKEEPING = frozenset(
    {"asset_id", "database_id", "revision", "created_at", "created_by", "updated_at", "updated_by"}
)
"""Fields whose change the entry itself tells."""


@dataclass(frozen=True)
class Author:
    """Who changes something: the caller's subject, and the name to show."""

    subject: str
    name: str


SYSTEM = Author("system", "Digital twin")
"""What the twin does by itself, such as removing what nobody restored."""


def asset_subject(asset_id: AssetId) -> str:
    """Return the subject of the history of an asset."""
    return f"asset:{asset_id}"


def database_subject(database_id: str) -> str:
    """Return the subject of the history of a database."""
    return f"database:{database_id}"


def field_changes(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> tuple[FieldChange, ...]:
    """Return the fields that differ between two JSON objects, by name; None is no object."""
    old, new = before or {}, after or {}
    names = sorted((old.keys() | new.keys()) - BOOKKEEPING)
    return tuple(
        FieldChange(name, old.get(name), new.get(name))
        for name in names
        if old.get(name) != new.get(name)
    )


def entry(
    subject: str,
    action: str,
    *,
    author: Author,
    at: float,
    fields: tuple[FieldChange, ...] = (),
    details: Mapping[str, str] | None = None,
) -> Change:
    """Return a new entry; `at` in seconds since 1970."""
    return Change(
        change_id=uuid.uuid4().hex,
        subject=subject,
        action=action,
        at=at,
        by=author.subject,
        by_name=author.name,
        fields=fields,
        details=dict(details or {}),
    )
