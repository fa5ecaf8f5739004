"""Operations on links between assets."""

from __future__ import annotations

import time
from collections.abc import Iterator

from access_runtime.guard import guard_of
from catalogue_runtime import keys, links
from catalogue_runtime.access import (
    asset_as_resource,
    author_of,
    permitted_asset,
    readable_assets,
)
from catalogue_runtime.asset_batch import find_assets
from catalogue_runtime.store import CatalogueStore, require_present, unknown_asset
from spatial_details.records_after import records_after
from spatial_details.services import once, store
from spatial_details.views import link_body
from twin.api.schemas.spatial_details import LinkBody
from twin.catalogue.asset import Asset
from twin.catalogue.identity import AssetId
from twin.catalogue.link import Link, check_ends, direction_of, valid_kind
from twin.catalogue.metadata_size import LINK_METADATA, valid_metadata
from twin.catalogue.naming import valid_key
from twin_runtime.http import Answer, Body, Request
from twin_runtime.page_token import Question, foreign_token, read_token, write_token

MAXIMUM_SORT_KEY = 1024
"""Bytes of a sort key of DynamoDB."""


def list_links(request: Request) -> Body:
    """Answer one page of the links to assets that the caller may know of.

    Links to others leave no trace: pages are as full as without them, and no token names them.
    """
    catalogue = store()
    asset = permitted_asset(request, catalogue, deleted=True)
    limit, question = request.integer("limit"), _question(request, asset)
    token = request.one("next_token")
    start = _position(question, token) if token is not None else None
    rows: list[LinkBody] = []
    last = start
    for position, row in _visible(request, catalogue, asset, start):
        if len(rows) == limit:
            return {"links": rows, "next_token": write_token(question, last)}
        rows.append(row)
        last = position
    return {"links": rows, "next_token": None}


def create_link(request: Request) -> Answer:
    """Link an asset to another one, or give the link that is there other metadata; answer 201."""
    return once(request, _create)


def delete_link(request: Request) -> Body:
    """Remove a link from both of its ends."""
    catalogue = store()
    asset = permitted_asset(request, catalogue)
    other = AssetId(
        valid_key(request.path["other_database_id"], "other_database_id"),
        valid_key(request.path["other_asset_key"], "other_asset_key"),
    )
    _require_other(request, catalogue, other)
    author, now = author_of(request), time.time()
    kind = valid_kind(request.path["kind"])
    link = Link(kind, asset.asset_id, other, {}, now, author.subject)
    links.remove_link(catalogue, link, author=author, at=now)
    return {"kind": kind, "database_id": other.database_id, "asset_key": other.asset_key}


def _create(request: Request) -> Answer:
    catalogue, body = store(), request.json()
    asset = permitted_asset(request, catalogue)
    other = AssetId(
        valid_key(body.get("database_id"), "database_id"),
        valid_key(body.get("asset_key"), "asset_key"),
    )
    check_ends(asset.asset_id, other)
    kind, metadata = valid_kind(body.get("kind")), body.get("metadata", {})
    other_asset = _require_other(request, catalogue, other)
    require_present(other_asset)
    author = author_of(request)
    link = Link(
        kind=kind,
        asset_id=asset.asset_id,
        other=other,
        metadata=valid_metadata(metadata, LINK_METADATA),
        created_at=time.time(),
        created_by=author.subject,
    )
    return Answer(201, link_body(links.add_link(catalogue, link, author=author), other_asset))


def _require_other(request: Request, catalogue: CatalogueStore, other: AssetId) -> Asset:
    """Return the other end, which the caller must be allowed to link as well."""
    asset = catalogue.asset(other, deleted=True)
    guard_of(request).require(asset_as_resource(asset), unknown=unknown_asset(other))
    return asset


def _visible(
    request: Request, catalogue: CatalogueStore, asset: Asset, start: str | None
) -> Iterator[tuple[str, LinkBody]]:
    """Yield the links that the caller may see, each with its position."""
    kind, direction = request.one("kind"), request.one("direction")
    partition = keys.asset_partition(asset.asset_id)
    prefix = f"{links.LINK}{kind}#" if kind else links.LINK
    for records in records_after(catalogue, partition, prefix, start):
        found = {position: links.link_of(record) for position, record in records}
        wanted = {
            position: link
            for position, link in found.items()
            if direction in (None, direction_of(link.kind))
        }
        others = find_assets(catalogue, (link.other for link in wanted.values()))
        known = {one.asset_id for one in readable_assets(request, tuple(others.values()))}
        for position, link in wanted.items():
            if link.other in known:
                yield position, link_body(link, others[link.other])


def _question(request: Request, asset: Asset) -> Question:
    return {
        "list": f"links of {asset.asset_id}",
        "kind": request.one("kind"),
        "direction": request.one("direction"),
    }


def _position(question: Question, token: str) -> str:
    position = read_token(question, token)
    if not isinstance(position, str) or not position.startswith(links.LINK):
        raise foreign_token()
    if len(position.encode()) > MAXIMUM_SORT_KEY:
        raise foreign_token()
    return position
