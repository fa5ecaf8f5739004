"""Operations on the history: of a database, of an asset, of the whole catalogue."""

from __future__ import annotations

from access_runtime.guard import guard_of
from catalogue_runtime import keys
from catalogue_runtime.access import permitted_asset, permitted_database, readable_assets
from catalogue_runtime.asset_batch import find_assets
from catalogue_runtime.pages import partition_page
from catalogue_runtime.store import CatalogueStore
from spatial_details.change_feed import changes_since
from spatial_details.services import store
from spatial_details.views import change_body
from twin.access.resource import SITE
from twin.catalogue.change import Change
from twin.catalogue.history import asset_subject, database_subject
from twin.catalogue.identity import AssetId
from twin.catalogue.records import change_of
from twin_runtime.http import Body, Request


def get_database_history(request: Request) -> Body:
    """Answer one page of what happened to a database itself, the newest first."""
    catalogue = store()
    database = permitted_database(request, catalogue)
    return _page(request, catalogue, database_subject(database.database_id))


def get_asset_history(request: Request) -> Body:
    """Answer one page of what happened to an asset, the newest first.

    Links to assets that the caller may not know of, or that are gone for good, are left out.
    """
    catalogue = store()
    asset = permitted_asset(request, catalogue, deleted=True)
    return _page(request, catalogue, asset_subject(asset.asset_id))


def list_changes(request: Request) -> Body:
    """Answer one page of all changes from a time on, the oldest first."""
    guard_of(request).require(SITE)
    catalogue = store()
    page = changes_since(
        catalogue,
        request.number("since", default=0.0),
        limit=request.integer("limit"),
        token=request.one("next_token"),
    )
    rows = [change_body(change_of(record)) for record in page.records]
    return {"changes": rows, "next_token": page.next_token}


def _page(request: Request, catalogue: CatalogueStore, subject: str) -> Body:
    page = partition_page(
        catalogue,
        keys.history_partition(subject),
        "",
        limit=request.integer("limit"),
        token=request.one("next_token"),
        newest_first=True,
    )
    changes = [change_of(record) for record in page.records]
    rows = [change_body(change) for change in _told(request, catalogue, changes)]
    return {"changes": rows, "next_token": page.next_token}


def _told(request: Request, catalogue: CatalogueStore, changes: list[Change]) -> list[Change]:
    """Return the changes without those that tell of an asset that the caller may not know of."""
    others = {_other(change) for change in changes} - {None}
    found = find_assets(catalogue, (other for other in others if other is not None))
    known = {asset.asset_id for asset in readable_assets(request, tuple(found.values()))}
    return [change for change in changes if _other(change) in {None, *known}]


def _other(change: Change) -> AssetId | None:
    """Return the other end of the link that a change is about."""
    if not {"database_id", "asset_key"} <= change.details.keys():
        return None
    return AssetId(change.details["database_id"], change.details["asset_key"])
