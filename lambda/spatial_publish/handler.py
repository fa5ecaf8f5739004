"""Called by the workflow when the derivatives are there: verify and publish them."""

from __future__ import annotations

from typing import cast

from spatial_publish.publication import Publication
from spatial_runtime.announce import tell_published
from spatial_runtime.asset_storage import AssetStorage
from spatial_runtime.catalog_table import CatalogTable
from spatial_runtime.upload_table import UploadTable
from twin.spatial.derivative import Recipe
from twin.spatial.errors import CatalogConflict, SpatialError
from twin.spatial.events import AssetPublished
from twin.spatial.workflow import Outcome
from twin_runtime import clients
from twin_runtime.logging import logger
from twin_runtime.settings import setting
from twin_runtime.site import site


def handler(event: Outcome, _context: object) -> Outcome:
    """Answer `published`, or `reject` with the reason.

    A `CatalogConflict` is raised: the workflow tries again.
    """
    uploads = UploadTable(clients.dynamodb(), setting("CATALOG_TABLE"))
    catalog = CatalogTable(clients.dynamodb(), setting("CATALOG_TABLE"))
    publication = Publication(
        site=site(),
        uploads=uploads,
        catalog=catalog,
        storage=AssetStorage(clients.s3(), setting("ASSETS_BUCKET")),
        uploads_bucket=setting("UPLOADS_BUCKET"),
    )
    upload = uploads.find(event["upload_id"])
    try:
        if upload.state == "PUBLISHED":  # a second try: only its answer was lost
            entry = catalog.asset(upload.plan.asset_key)
        else:
            recipe = Recipe(**event["recipe"])
            entry = publication.publish(upload, recipe, event["content_type"])
    except CatalogConflict:
        raise
    except SpatialError as error:
        logger().warning("not published", extra={"error": error.to_dict()})
        return cast("Outcome", {**event, "decision": "reject", "error": error.to_dict()})
    done = upload.moved("PUBLISHED", 1.0, "published")
    tell_published(AssetPublished.of(done, entry.version))
    return cast("Outcome", {**event, "decision": "published"})
