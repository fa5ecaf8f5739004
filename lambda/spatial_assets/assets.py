"""Operations on assets."""

from __future__ import annotations

import time

from catalogue_runtime import assets
from catalogue_runtime.access import (
    author_of,
    permitted_asset,
    permitted_database,
    readable_assets,
    require_after,
)
from catalogue_runtime.metadata_check import require_valid_metadata
from catalogue_runtime.purge import begin_purge
from catalogue_runtime.revision import Draft, revise_asset
from spatial_assets.services import store
from spatial_assets.views import asset_body
from spatial_runtime.announce import tell_purge
from twin.catalogue.asset import Asset
from twin.catalogue.asset_fields import changed_asset, new_asset
from twin_runtime import clients
from twin_runtime.http import Answer, Body, Request
from twin_runtime.idempotency import answer_once
from twin_runtime.preconditions import entity_tag, expected_revision
from twin_runtime.settings import setting


def list_assets(request: Request) -> Body:
    """Answer one page of the assets of a database that the caller may know of."""
    catalogue = store()
    database = permitted_database(request, catalogue)
    page = assets.asset_page(
        catalogue,
        database.database_id,
        deleted=request.one("deleted") == "true",
        limit=request.integer("limit"),
        token=request.one("next_token"),
    )
    rows = [asset_body(asset) for asset in readable_assets(request, page.assets)]
    return {"assets": rows, "next_token": page.next_token}


def create_asset(request: Request) -> Answer:
    """Make an asset; answer 201 with it."""
    return answer_once(request, clients.dynamodb(), setting("CATALOG_TABLE"), _create)


def get_asset(request: Request) -> Answer:
    """Answer one asset, a deleted one too: it says when it will be gone."""
    return _answer(permitted_asset(request, store(), deleted=True))


def update_asset(request: Request) -> Answer:
    """Change the fields that are given."""
    catalogue, expected, body = store(), expected_revision(request), request.json()
    asset = permitted_asset(request, catalogue)

    def change(before: Asset) -> Draft:
        after = changed_asset(before, body)
        require_after(request, after)
        if (after.asset_type, after.metadata) != (before.asset_type, before.metadata):
            require_valid_metadata(catalogue, after)
        return Draft(after, "updateAsset")

    return _answer(
        revise_asset(
            catalogue, asset.asset_id, change, author=author_of(request), expected=expected
        )
    )


def delete_asset(request: Request) -> Answer:
    """Delete an asset and answer until when it can be restored."""
    catalogue, expected = store(), expected_revision(request)
    asset = permitted_asset(request, catalogue)
    return _answer(
        assets.delete_asset(
            catalogue,
            asset.asset_id,
            author=author_of(request),
            expected=expected,
            now=time.time(),
        )
    )


def restore_asset(request: Request) -> Answer:
    """Restore a deleted asset."""
    catalogue, expected = store(), expected_revision(request)
    asset = permitted_asset(request, catalogue, deleted=True)
    return _answer(
        assets.restore_asset(
            catalogue, asset.asset_id, author=author_of(request), expected=expected
        )
    )


def purge_asset(request: Request) -> Answer:
    """Remove a deleted asset for good; answer 202, its files follow in the background."""
    catalogue, expected = store(), expected_revision(request)
    asset = permitted_asset(request, catalogue, deleted=True)
    begin_purge(catalogue, asset, author=author_of(request), expected=expected)
    tell_purge(asset.asset_id)
    asset_id = asset.asset_id
    return Answer(202, {"database_id": asset_id.database_id, "asset_key": asset_id.asset_key})


def _create(request: Request) -> Answer:
    catalogue, author = store(), author_of(request)
    database = permitted_database(request, catalogue)
    asset = new_asset(database.database_id, request.json(), by=author.subject, now=time.time())
    require_after(request, asset)
    require_valid_metadata(catalogue, asset)
    created = assets.create_asset(catalogue, assets.NewAsset(asset), author=author)
    return _answer(created, status=201)


def _answer(asset: Asset, *, status: int = 200) -> Answer:
    return Answer(status, asset_body(asset), entity_tag(asset.revision))
