"""Databases and assets as the caller of a request may see them."""

from __future__ import annotations

from typing import cast

from access_runtime.guard import guard_of
from catalogue_runtime.store import (
    CatalogueStore,
    require_present,
    unknown_asset,
    unknown_database,
)
from twin.access.resource import JSON, Resource, database_resource
from twin.catalogue.asset import Asset
from twin.catalogue.database import Database
from twin.catalogue.history import Author
from twin.catalogue.identity import AssetId
from twin.catalogue.naming import valid_key
from twin_runtime.http import Request


def author_of(request: Request) -> Author:
    """Return the caller as the author of a change."""
    caller = request.authenticated
    return Author(caller.subject, caller.name)


def asset_id_of(request: Request) -> AssetId:
    """Return the asset that the path of a request names.

    Raises:
        CatalogueInvalid: a part of it is no key.
    """
    return AssetId(database_id_of(request), valid_key(request.path["asset_key"], "asset_key"))


def database_id_of(request: Request) -> str:
    """Return the database that the path of a request names.

    Raises:
        CatalogueInvalid: it is no id.
    """
    return valid_key(request.path["database_id"], "database_id")


def permitted_database(request: Request, store: CatalogueStore) -> Database:
    """Return the database of a request whose operation its caller may do.

    Raises:
        DatabaseUnknown: there is none, or the caller may not know of it.
        AccessDenied: the caller may not do this.
    """
    database_id = database_id_of(request)
    database = store.database(database_id)
    unknown = unknown_database(database_id)
    guard_of(request).require(database_as_resource(database), unknown=unknown)
    return database


def permitted_asset(request: Request, store: CatalogueStore, *, deleted: bool = False) -> Asset:
    """Return the asset of a request whose operation its caller may do.

    Raises:
        AssetUnknown: there is none, or the caller may not know of it.
        AccessDenied: the caller may not do this.
        AssetDeleted: it is deleted, and `deleted` does not allow that.
    """
    asset_id = asset_id_of(request)
    asset = store.asset(asset_id, deleted=True)
    guard_of(request).require(asset_as_resource(asset), unknown=unknown_asset(asset_id))
    if not deleted:
        require_present(asset)
    return asset


def readable_assets(request: Request, assets: tuple[Asset, ...]) -> list[Asset]:
    """Return the assets that the caller of a request may know of."""
    flags = guard_of(request).readable([asset_as_resource(asset) for asset in assets])
    return [asset for asset, readable in zip(assets, flags, strict=True) if readable]


def readable_databases(request: Request, databases: tuple[Database, ...]) -> list[Database]:
    """Return the databases that the caller of a request may know of."""
    flags = guard_of(request).readable([database_as_resource(one) for one in databases])
    return [one for one, readable in zip(databases, flags, strict=True) if readable]


def require_after(request: Request, asset: Asset) -> None:
    """Require that the caller may do the operation on the asset as it will be, too.

    Without this, who may change some assets could change them into others, or others' into theirs.

    Raises:
        AccessDenied: the caller may not.
    """
    guard_of(request).require(asset_as_resource(asset))


def asset_as_resource(asset: Asset) -> Resource:
    """Return an asset as policies see it."""
    attributes: dict[str, JSON] = {
        "database": asset.asset_id.database_id,
        "type": asset.asset_type,
        "tags": list(asset.tags),
        "metadata": cast("JSON", dict(asset.metadata)),
        "created_by": asset.created_by,
    }
    return Resource("Asset", str(asset.asset_id), attributes)


def database_as_resource(database: Database) -> Resource:
    """Return a database as policies see it."""
    return database_resource(database.database_id, created_by=database.created_by)
