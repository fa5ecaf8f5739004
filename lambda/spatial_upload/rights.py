"""Who may upload where: the right on the asset, or on its database while there is no such asset."""

from __future__ import annotations

from access_runtime.guard import guard_of
from catalogue_runtime.access import asset_as_resource, database_as_resource
from catalogue_runtime.store import CatalogueStore, require_present, unknown_database
from twin.catalogue.identity import AssetId
from twin.spatial.upload_plan import UploadPlan
from twin_runtime import clients
from twin_runtime.http import Request
from twin_runtime.settings import setting


def require_upload(request: Request, plan: UploadPlan) -> None:
    """Require that the caller may do the request's operation on the target of an upload.

    Raises:
        AccessDenied: the caller may not.
        AssetDeleted: the asset is deleted; it can be restored first.
        DatabaseUnknown: there is no such database, or the caller may not know of it.
    """
    store = CatalogueStore(clients.dynamodb(), setting("CATALOG_TABLE"))
    guard, asset = guard_of(request), store.find_asset(AssetId(plan.database_id, plan.asset_key))
    unknown = unknown_database(plan.database_id)
    database = store.find_database(plan.database_id)
    if database is None:
        raise unknown
    if asset is None:
        guard.require(database_as_resource(database), unknown=unknown)
        return
    resource = asset_as_resource(asset)
    if not any(guard.readable([resource, database_as_resource(database)])):
        raise unknown  # as for a key that is free there
    guard.require(resource)
    require_present(asset)
