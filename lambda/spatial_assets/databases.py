"""Operations on databases."""

from __future__ import annotations

import time

from access_runtime.guard import guard_of
from catalogue_runtime import databases
from catalogue_runtime.access import (
    author_of,
    permitted_database,
    readable_databases,
)
from catalogue_runtime.revision import revise_database
from spatial_assets.services import store
from spatial_assets.views import database_body
from twin.access.resource import database_resource
from twin.catalogue.database import Database
from twin.catalogue.database_fields import changed_database, new_database
from twin_runtime import clients
from twin_runtime.http import Answer, Body, Request
from twin_runtime.idempotency import answer_once
from twin_runtime.preconditions import entity_tag, expected_revision
from twin_runtime.settings import setting


def list_databases(request: Request) -> Body:
    """Answer one page of the databases that the caller may know of."""
    limit, token = request.integer("limit"), request.one("next_token")
    page = databases.database_page(store(), limit=limit, token=token)
    rows = [database_body(one) for one in readable_databases(request, page.databases)]
    return {"databases": rows, "next_token": page.next_token}


def create_database(request: Request) -> Answer:
    """Make a database; answer 201 with it."""
    return answer_once(request, clients.dynamodb(), setting("CATALOG_TABLE"), _create)


def get_database(request: Request) -> Answer:
    """Answer one database."""
    return _answer(permitted_database(request, store()))


def update_database(request: Request) -> Answer:
    """Change the fields that are given."""
    catalogue, expected, body = store(), expected_revision(request), request.json()
    database = permitted_database(request, catalogue)
    return _answer(
        revise_database(
            catalogue,
            database.database_id,
            lambda before: changed_database(before, body),
            author=author_of(request),
            expected=expected,
        )
    )


def delete_database(request: Request) -> Answer:
    """Delete an empty database and answer what it was."""
    catalogue, expected = store(), expected_revision(request)
    database = permitted_database(request, catalogue)
    return _answer(
        databases.delete_database(
            catalogue, database.database_id, author=author_of(request), expected=expected
        )
    )


def _create(request: Request) -> Answer:
    author = author_of(request)
    new = new_database(request.json(), by=author.subject, now=time.time())
    # Nobody has made it yet: being its maker is no right to make it.
    guard_of(request).require(database_resource(new.database_id))
    return _answer(databases.create_database(store(), new, author=author), status=201)


def _answer(database: Database, *, status: int = 200) -> Answer:
    return Answer(status, database_body(database), entity_tag(database.revision))
