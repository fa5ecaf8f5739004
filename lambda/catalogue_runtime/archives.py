"""Archives of versions in the catalogue table: `archive#<db>/<key>/<number>` / `archive`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from catalogue_runtime import keys
from catalogue_runtime.store import CatalogueStore
from catalogue_runtime.writes import put
from twin.catalogue.archive.archive import Archive
from twin.catalogue.identity import AssetId

FORGOTTEN_SECONDS = 48 * 3600


def find_archive(store: CatalogueStore, asset_id: AssetId, number: int) -> Archive | None:
    """Return the archive of a version as it was last recorded, or None."""
    record = store.read(_key(asset_id, number))
    if record is None:
        return None
    return Archive(**{**record, "asset_id": AssetId(**record["asset_id"])})


def record_archive(store: CatalogueStore, archive: Archive) -> None:
    """Record an archive in its new state."""
    delete_after = {"N": str(int(archive.requested_at) + FORGOTTEN_SECONDS)}
    write = put(
        _key(archive.asset_id, archive.number),
        asdict(archive),
        more={"delete_after": delete_after},
    )
    store.transact([write])


def _key(asset_id: AssetId, number: int) -> dict[str, Any]:
    return keys.key(f"archive#{asset_id}/{number}", "archive")
