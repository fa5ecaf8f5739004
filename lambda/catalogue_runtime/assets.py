"""Assets from their creation to their deletion and restoration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

from catalogue_runtime import keys
from catalogue_runtime.pages import listed_page
from catalogue_runtime.revision import Draft, revise_asset, write_asset
from catalogue_runtime.store import CatalogueStore
from catalogue_runtime.writes import (
    ABSENT,
    PRESENT,
    Condition,
    Write,
    add,
    check,
    delete,
    listed,
    put,
)
from twin.catalogue.asset import Asset
from twin.catalogue.errors import AssetExists, AssetNotDeleted
from twin.catalogue.history import Author
from twin.catalogue.identity import SITE_DATABASE, AssetId
from twin.catalogue.records import asset_of

DAY_SECONDS = 24 * 3600


@dataclass(frozen=True)
class AssetPage:
    """One page of the assets of a database, the newest first."""

    assets: tuple[Asset, ...]
    next_token: str | None


@dataclass(frozen=True)
class NewAsset:
    """An asset to be made, with what must be written together with it."""

    asset: Asset
    action: str = "createAsset"
    writes: Sequence[Write] = ()
    details: Mapping[str, str] = field(default_factory=dict)


def asset_page(
    store: CatalogueStore, database_id: str, *, deleted: bool, limit: int, token: str | None
) -> AssetPage:
    """Return one page of the assets of a database, or of its deleted ones."""
    listing = keys.deleted_assets_of(database_id) if deleted else keys.assets_of(database_id)
    page = listed_page(store, listing, limit=limit, token=token)
    return AssetPage(tuple(map(asset_of, page.records)), page.next_token)


def create_asset(
    store: CatalogueStore, new: NewAsset, *, author: Author, overtaken: bool = False
) -> Asset:
    """Make an asset in a database that is there, and return it.

    Raises:
        DatabaseUnknown: there is no such database.
        AssetExists: the key is taken, perhaps by a deleted asset.
        CatalogueConflict: instead of `AssetExists` where `overtaken` says that the caller then
            wants to change the asset that is there.
    """
    asset_id = new.asset.asset_id
    store.database(asset_id.database_id)
    if not overtaken and store.find_asset(asset_id) is not None:
        raise taken(asset_id)
    writes = (
        count_write(asset_id.database_id, 1),
        check(keys.purge_key(asset_id), Condition(ABSENT, refusal=taken(asset_id))),
        *new.writes,
    )
    draft = Draft(new.asset, new.action, writes, new.details)
    return write_asset(store, None, draft, author=author)


def delete_asset(
    store: CatalogueStore, asset_id: AssetId, *, author: Author, expected: int, now: float
) -> Asset:
    """Delete an asset that is at the expected revision, and return it.

    It can be restored as long as its database says, and is removed for good some time after.

    Raises:
        AssetUnknown, AssetDeleted, RevisionMismatch: as `revise_asset`.
    """
    days = store.database(asset_id.database_id).retention_days
    until = now + days * DAY_SECONDS

    def change(asset: Asset) -> Draft:
        record = {**asdict(asset_id), "started": False}
        due = put(keys.purge_key(asset_id), record, more=listed(keys.PURGES, until))
        return Draft(replace(asset, deleted_at=now, purge_after=until), "deleteAsset", (due,))

    return revise_asset(store, asset_id, change, author=author, expected=expected)


def restore_asset(
    store: CatalogueStore, asset_id: AssetId, *, author: Author, expected: int
) -> Asset:
    """Restore a deleted asset that is at the expected revision, and return it.

    Raises:
        AssetUnknown, RevisionMismatch: as `revise_asset`.
        AssetNotDeleted: it is not deleted.
    """

    def change(asset: Asset) -> Draft:
        require_deleted(asset)
        restored = replace(asset, deleted_at=None, purge_after=None)
        return Draft(restored, "restoreAsset", (delete(keys.purge_key(asset_id)),))

    return revise_asset(store, asset_id, change, author=author, expected=expected, deleted=True)


def require_deleted(asset: Asset) -> None:
    """Require that an asset is deleted.

    Raises:
        AssetNotDeleted: it is not.
    """
    if not asset.is_deleted:
        raise AssetNotDeleted(
            "the asset is not deleted", expected="a deleted asset", where=str(asset.asset_id)
        )


def count_write(database_id: str, amount: int) -> Write:
    """Return the write that counts the assets of a database, which must be there."""
    condition = None if database_id == SITE_DATABASE else Condition(PRESENT)
    return add(keys.count_key(database_id), "assets", amount, condition)


def taken(asset_id: AssetId) -> AssetExists:
    """Return the error of a key that an asset has already."""
    return AssetExists(
        "an asset has this key already",
        found=str(asset_id),
        expected="another key; a deleted asset keeps its own until it is removed for good",
        where="asset_key",
    )
