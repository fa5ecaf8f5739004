"""Change an asset or a database: read, change, write if nobody else did; with its history.

Whatever must change together with an asset (an alias, a link, a binding, a file) is given as more
writes of the same draft, so that a reader never sees the half of a change.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from catalogue_runtime import keys
from catalogue_runtime.store import CatalogueStore, require_present
from catalogue_runtime.tag_counts import tag_writes
from catalogue_runtime.writes import Condition, Write, at_revision, is_revision, listed, put
from twin.catalogue.asset import Asset
from twin.catalogue.database import Database
from twin.catalogue.errors import CatalogueConflict
from twin.catalogue.history import (
    Author,
    asset_subject,
    database_subject,
    entry,
    field_changes,
)
from twin.catalogue.identity import SITE_DATABASE, AssetId
from twin.catalogue.records import to_record
from twin.errors import TwinError
from twin_runtime.preconditions import require_revision, revision_mismatch

ATTEMPTS = 8
"""How often a change is made anew that says nothing of a revision and was overtaken."""


@dataclass(frozen=True)
class Draft:
    """An asset as it shall be, with what must be written in the same transaction.

    `revision`, `updated_at` and `updated_by` of `after` are filled in. `action` is the entry's, an
    operation such as `updateAsset`; `details` say what the fields do not.
    """

    after: Asset
    action: str
    writes: tuple[Write, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)


def revise_asset(
    store: CatalogueStore,
    asset_id: AssetId,
    change: Callable[[Asset], Draft],
    *,
    author: Author,
    expected: int | None = None,
    deleted: bool = False,
) -> Asset:
    """Change an asset and return it as it is now.

    `change` gets the asset as it is and may be called several times where `expected`, the revision
    that the caller knows, is None. `deleted` lets a deleted asset be changed too.

    Raises:
        AssetUnknown, AssetDeleted: there is nothing to change.
        RevisionMismatch: the asset is not at the expected revision.
        CatalogueConflict: it was overtaken again and again.
        TwinError: whatever `change` raises, or the refusal of one of its writes.
    """
    for attempt in range(1, ATTEMPTS + 1):
        before = store.asset(asset_id, deleted=True)
        if not deleted:
            require_present(before)
        require_revision(before.revision, expected)
        draft = change(before)
        try:
            return write_asset(store, before, draft, author=author, expected=expected)
        except CatalogueConflict:
            if expected is not None or attempt == ATTEMPTS:
                raise
    raise AssertionError("every attempt returns or raises")


def write_asset(
    store: CatalogueStore,
    before: Asset | None,
    draft: Draft,
    *,
    author: Author,
    expected: int | None = None,
) -> Asset:
    """Write an asset as a draft says and return it; `before` None makes a new one.

    The number of the database's assets is not counted here (`catalogue_runtime.assets`).

    Raises:
        RevisionMismatch: it was overtaken, and the caller named the expected revision.
        CatalogueConflict: it was overtaken.
    """
    now = time.time()
    after = replace(
        draft.after,
        revision=1 if before is None else before.revision + 1,
        updated_at=now,
        updated_by=author.subject,
    )
    old = None if before is None else to_record(before)
    change = entry(
        asset_subject(after.asset_id),
        draft.action,
        author=author,
        at=now,
        fields=field_changes(old, to_record(after)),
        details=draft.details,
    )
    refusal = None if expected is None else revision_mismatch(expected)
    put_asset = asset_put(before, after, refusal)
    store.commit([put_asset, *tag_writes(before, after), *draft.writes], change)
    return after


def asset_put(before: Asset | None, after: Asset, refusal: TwinError | None = None) -> Write:
    """Return the write of an asset's record, on the condition that it is as it was."""
    if before is None:
        condition = Condition("attribute_not_exists(pk)")
    else:
        condition = is_revision(before.revision)
    if refusal is not None:
        condition = replace(condition, refusal=refusal)
    list_of = keys.deleted_assets_of if after.is_deleted else keys.assets_of
    more = {
        **at_revision(after.revision),
        **listed(list_of(after.asset_id.database_id), after.created_at),
    }
    return put(keys.asset_key(after.asset_id), to_record(after), more=more, condition=condition)


def revise_database(
    store: CatalogueStore,
    database_id: str,
    change: Callable[[Database], Database],
    *,
    author: Author,
    expected: int,
) -> Database:
    """Change a database that is at the expected revision and return it as it is now.

    Raises:
        DatabaseUnknown: there is none of this id.
        RevisionMismatch: it is not at the expected revision.
    """
    before = store.database(database_id)
    require_revision(before.revision, expected)
    now = time.time()
    after = replace(
        change(before), revision=expected + 1, updated_at=now, updated_by=author.subject
    )
    note = entry(
        database_subject(database_id),
        "updateDatabase",
        author=author,
        at=now,
        fields=field_changes(to_record(before), to_record(after)),
    )
    store.commit([database_put(before, after)], note)
    return after


def database_put(before: Database, after: Database) -> Write:
    """Return the write of a database's record, on the condition that it is as it was."""
    refusal = revision_mismatch(before.revision)
    condition = is_revision(before.revision, refusal)
    if before.database_id == SITE_DATABASE and before.revision == 1:
        condition = Condition("attribute_not_exists(pk)", refusal=refusal)  # it is nowhere yet
    return put(
        keys.database_key(after.database_id),
        to_record(after),
        more={**at_revision(after.revision), **_listed_database(after)},
        condition=condition,
    )


def _listed_database(database: Database) -> dict[str, object]:
    """Return the list's attributes; the site's own database comes first without one."""
    if database.database_id == SITE_DATABASE:
        return {}
    return listed(keys.DATABASES, database.created_at)
