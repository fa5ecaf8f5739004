"""Databases: made, listed, and deleted when they are empty."""

from __future__ import annotations

import time
from dataclasses import dataclass

from catalogue_runtime import keys
from catalogue_runtime.pages import listed_page
from catalogue_runtime.store import CatalogueStore
from catalogue_runtime.writes import (
    ABSENT,
    Condition,
    at_revision,
    delete,
    is_revision,
    listed,
    put,
)
from twin.catalogue.database import Database
from twin.catalogue.errors import DatabaseExists, DatabaseNotEmpty, DatabaseProtected
from twin.catalogue.history import Author, database_subject, entry, field_changes
from twin.catalogue.identity import SITE_DATABASE
from twin.catalogue.records import database_of, to_record
from twin_runtime.page_token import write_token
from twin_runtime.preconditions import require_revision, revision_mismatch

_QUESTION = {"list": "databases after the first"}


@dataclass(frozen=True)
class DatabasePage:
    """One page of databases: the site's own, then the others from the newest on."""

    databases: tuple[Database, ...]
    next_token: str | None


def database_page(store: CatalogueStore, *, limit: int, token: str | None) -> DatabasePage:
    """Return one page of databases.

    Raises:
        QueryInvalid: the token is not of this list.
    """
    first = (store.database(SITE_DATABASE),) if token is None else ()
    if first and limit == 1:
        return DatabasePage(first, write_token(_QUESTION, None))
    if token == write_token(_QUESTION, None):
        token = None
    page = listed_page(store, keys.DATABASES, limit=limit - len(first), token=token)
    return DatabasePage((*first, *map(database_of, page.records)), page.next_token)


def create_database(store: CatalogueStore, database: Database, *, author: Author) -> Database:
    """Make a database and return it.

    Raises:
        DatabaseExists: the id is taken.
    """
    taken = DatabaseExists(
        "a database has this id already",
        found=database.database_id,
        expected="another id",
        where="database_id",
    )
    if store.find_database(database.database_id) is not None:
        raise taken
    record = to_record(database)
    note = entry(
        database_subject(database.database_id),
        "createDatabase",
        author=author,
        at=database.created_at,
        fields=field_changes(None, record),
    )
    more = {**at_revision(1), **listed(keys.DATABASES, database.created_at)}
    store.commit(
        [
            put(
                keys.database_key(database.database_id),
                record,
                more=more,
                condition=Condition(ABSENT, refusal=taken),
            ),
            put(keys.count_key(database.database_id), {}, more={"assets": {"N": "0"}}),
        ],
        note,
    )
    return database


def delete_database(
    store: CatalogueStore, database_id: str, *, author: Author, expected: int
) -> Database:
    """Delete an empty database that is at the expected revision, and return what it was.

    Raises:
        DatabaseUnknown: there is none of this id.
        DatabaseProtected: it is the site's own.
        RevisionMismatch: it is not at the expected revision.
        DatabaseNotEmpty: it has assets.
    """
    database = store.database(database_id)
    require_revision(database.revision, expected)
    if database_id == SITE_DATABASE:
        raise DatabaseProtected("the site's own database stays", where=database_id)
    not_empty = DatabaseNotEmpty(
        "the database has assets",
        expected="no assets; deleted ones count until they are removed for good",
        where=database_id,
    )
    note = entry(
        database_subject(database_id),
        "deleteDatabase",
        author=author,
        at=time.time(),
        fields=field_changes(to_record(database), None),
    )
    store.commit(
        [
            delete(
                keys.database_key(database_id), is_revision(expected, revision_mismatch(expected))
            ),
            delete(
                keys.count_key(database_id),
                Condition("assets = :none", {":none": {"N": "0"}}, not_empty),
            ),
        ],
        note,
    )
    return database
