"""Called by the workflow when a file is ready: verify and publish it."""

from __future__ import annotations

from typing import cast

from catalogue_runtime import files
from catalogue_runtime.store import CatalogueStore
from catalogue_runtime.versions import FileLists
from spatial_publish.publication import Publication, Published
from spatial_publish.requested import publish_request
from spatial_runtime.announce import tell_published
from spatial_runtime.asset_storage import AssetStorage
from spatial_runtime.conversion_track import Track
from spatial_runtime.upload_table import UploadTable
from twin.catalogue.errors import CatalogueConflict, CatalogueError
from twin.catalogue.identity import AssetId
from twin.spatial.conversion_names import place_of_key
from twin.spatial.derivative import Recipe
from twin.spatial.errors import SpatialError
from twin.spatial.events import AssetPublished
from twin.spatial.upload import Upload
from twin.spatial.workflow import Outcome
from twin_runtime import clients
from twin_runtime.logging import logger
from twin_runtime.settings import setting
from twin_runtime.site import site


def handler(event: Outcome, _context: object) -> Outcome:
    """Answer `published`, or `reject` with the reason.

    A `CatalogueConflict` is raised: the workflow tries again.
    """
    publication = _publication()
    if place_of_key(event["key"]) is not None:
        return publish_request(publication.catalogue, publication.storage, event)
    upload = publication.uploads.find(event["upload_id"])
    try:
        published = _published(publication, upload, event)
    except CatalogueConflict:
        raise
    except (SpatialError, CatalogueError) as error:
        logger().warning("not published", extra={"error": error.to_dict()})
        return cast("Outcome", {**event, "decision": "reject", "error": error.to_dict()})
    done = upload.moved("PUBLISHED", 1.0, "published")
    Track(publication.catalogue).succeeded(done, published.file.number)
    tell_published(AssetPublished.of(done, published.asset, published.file))
    return cast("Outcome", {**event, "decision": "published"})


def _published(publication: Publication, upload: Upload, event: Outcome) -> Published:
    if upload.state == "PUBLISHED":  # a second try: only its answer was lost
        asset_id = AssetId(upload.plan.database_id, upload.plan.asset_key)
        asset = publication.catalogue.asset(asset_id, deleted=True)
        return Published(asset, files.file(publication.catalogue, asset_id, upload.plan.path))
    recipe = Recipe(**event["recipe"]) if "recipe" in event else None
    return publication.publish(upload, recipe, event["content_type"])


def _publication() -> Publication:
    table, assets_bucket = setting("CATALOG_TABLE"), setting("ASSETS_BUCKET")
    return Publication(
        site=site(),
        uploads=UploadTable(clients.dynamodb(), table),
        catalogue=CatalogueStore(clients.dynamodb(), table),
        storage=AssetStorage(clients.s3(), assets_bucket),
        lists=FileLists(clients.s3(), assets_bucket),
        uploads_bucket=setting("UPLOADS_BUCKET"),
    )
