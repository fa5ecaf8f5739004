"""The fields of a database that a caller may set, from the body of a request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from twin.catalogue.database import RETENTION_DAYS, Database
from twin.catalogue.naming import invalid, valid_key, valid_tags, valid_text, valid_title

LONGEST_RETENTION_DAYS = 3650


def new_database(body: Mapping[str, Any], *, by: str, now: float) -> Database:
    """Return the database that a body announces.

    Raises:
        CatalogueInvalid: a field is not valid.
    """
    title = valid_title(body.get("title"))
    empty = Database(
        database_id=valid_key(body.get("database_id"), "database_id"),
        title=title,
        description="",
        tags=(),
        retention_days=RETENTION_DAYS,
        revision=1,
        created_at=now,
        created_by=by,
        updated_at=now,
        updated_by=by,
    )
    return changed_database(empty, body)


def changed_database(database: Database, body: Mapping[str, Any]) -> Database:
    """Return a database with the fields that a body has; what it has not stays.

    Raises:
        CatalogueInvalid: a field is not valid.
    """
    fields = {name: read(body[name]) for name, read in _READERS.items() if name in body}
    return replace(database, **fields)


def _title(value: Any) -> str:  # noqa: ANN401 - any JSON
    return valid_title(value)


def _description(value: Any) -> str:  # noqa: ANN401 - any JSON
    return valid_text(value, "description")


def _retention(value: Any) -> int:  # noqa: ANN401 - any JSON
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not whole or not 0 <= value <= LONGEST_RETENTION_DAYS:
        expected = f"a whole number of days from 0 to {LONGEST_RETENTION_DAYS}"
        raise invalid("retention_days", expected, value)
    return int(value)


_READERS: dict[str, Callable[[Any], Any]] = {
    "title": _title,
    "description": _description,
    "tags": valid_tags,
    "retention_days": _retention,
}
