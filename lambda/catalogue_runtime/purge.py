"""The beginning of the removal of an asset for good: its record and names go at once.

What is left (files, versions, links, comments, bindings) is removed step by step by
`spatial_purge`. Until then `purge#<db>/<key>` keeps the key from being used again.
"""

from __future__ import annotations

import time
from dataclasses import asdict, replace

from catalogue_runtime import keys
from catalogue_runtime.assets import require_deleted
from catalogue_runtime.store import CatalogueStore
from catalogue_runtime.writes import delete, is_revision, listed, put
from twin.catalogue.asset import Asset
from twin.catalogue.history import Author, asset_subject, entry, field_changes
from twin.catalogue.records import to_record
from twin_runtime.preconditions import require_revision, revision_mismatch


def begin_purge(
    store: CatalogueStore, asset: Asset, *, author: Author, expected: int | None = None
) -> None:
    """Remove the record and the aliases of a deleted asset; its history gets a last entry.

    Raises:
        AssetNotDeleted: it is not deleted.
        RevisionMismatch: it is not at the expected revision.
        CatalogueConflict: it was restored meanwhile, and no revision is expected.
    """
    require_revision(asset.revision, expected)
    require_deleted(asset)
    asset_id, now = asset.asset_id, time.time()
    refusal = None if expected is None else revision_mismatch(expected)
    note = entry(
        asset_subject(asset_id),
        "purgeAsset",
        author=author,
        at=now,
        fields=field_changes(to_record(asset), None),
    )
    store.commit(
        [
            delete(keys.asset_key(asset_id), replace(is_revision(asset.revision), refusal=refusal)),
            put(
                keys.purge_key(asset_id),
                {**asdict(asset_id), "started": True},
                more=listed(keys.PURGES, now),
            ),
            *(delete(keys.alias_key(asset_id.database_id, alias)) for alias in asset.aliases),
        ],
        note,
    )
