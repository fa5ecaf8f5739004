"""The asset that a request is about, which may not be there yet: its first file did not arrive."""

from __future__ import annotations

from collections.abc import Mapping

from access_runtime.guard import guard_of
from catalogue_runtime.access import (
    asset_as_resource,
    asset_id_of,
    database_as_resource,
    permitted_asset,
)
from catalogue_runtime.asset_batch import find_assets
from catalogue_runtime.conversions import conversion, find_conversion
from catalogue_runtime.store import CatalogueStore, unknown_asset
from twin.access.resource import Resource
from twin.catalogue.asset import Asset
from twin.catalogue.identity import AssetId
from twin.catalogue.naming import valid_path
from twin.spatial.conversion import Conversion
from twin_runtime.http import Request


def permitted_conversion(request: Request, store: CatalogueStore) -> Conversion:
    """Return the conversion of a request whose operation its caller may do.

    The right is asked on the asset, or on its database where an upload became no asset.

    Raises:
        AssetUnknown: there is no such asset, or the caller may not know of it.
        ConversionUnknown: the asset has no such conversion.
        AccessDenied: the caller may not do this.
    """
    asset_id, conversion_id = asset_id_of(request), request.path["conversion_id"]
    if store.find_asset(asset_id) is not None:
        permitted_asset(request, store, deleted=True)
        return conversion(store, asset_id, conversion_id)
    found = find_conversion(store, asset_id, conversion_id)
    database = store.find_database(asset_id.database_id)
    if found is None or database is None:
        raise unknown_asset(asset_id)
    guard_of(request).require(database_as_resource(database), unknown=unknown_asset(asset_id))
    return found


def readable_conversions(
    request: Request, store: CatalogueStore, conversions: tuple[Conversion, ...]
) -> list[Conversion]:
    """Return the conversions whose asset, or database, the caller may know of."""
    asset_ids = {one.asset_id for one in conversions}
    assets = find_assets(store, asset_ids)
    known = {}
    for asset_id in asset_ids:
        resource = _resource(store, assets, asset_id)
        if resource is not None:
            known[asset_id] = resource
    flags = guard_of(request).readable(list(known.values()))
    readable = {asset_id for asset_id, flag in zip(known, flags, strict=True) if flag}
    return [one for one in conversions if one.asset_id in readable]


def _resource(
    store: CatalogueStore, assets: Mapping[AssetId, Asset], asset_id: AssetId
) -> Resource | None:
    """Return what the right to know of a conversion is asked on; None where nothing is there."""
    if asset_id in assets:
        return asset_as_resource(assets[asset_id])
    database = store.find_database(asset_id.database_id)
    return database_as_resource(database) if database else None


def path_of(request: Request) -> str:
    """Return the path of the request's file.

    Raises:
        CatalogueInvalid: no file has such a path.
    """
    return valid_path(request.path["file_path"], "file_path")
