"""Called by an event: somebody asked for the archive of a version."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from catalogue_runtime.archives import find_archive, record_archive
from catalogue_runtime.store import CatalogueStore
from catalogue_runtime.versions import FileLists, version
from spatial_zip.packing import OutOfTime, Packing
from twin.catalogue.archive.archive import Archive, ArchiveFailed
from twin.catalogue.errors import CatalogueError
from twin.catalogue.identity import AssetId
from twin_runtime import clients
from twin_runtime.logging import logger
from twin_runtime.settings import setting

SPARE_SECONDS = 20.0
"""What the end takes: the last part, its assembly and the record."""


class Context(Protocol):
    """What Lambda says of an invocation."""

    def get_remaining_time_in_millis(self) -> int:
        """Return the time that is left."""


def handler(event: Mapping[str, Any], context: Context) -> None:
    """Make the archive and record its end; the same event again finds it made."""
    detail = event["detail"]
    asset_id = AssetId(detail["database_id"], detail["asset_key"])
    store = CatalogueStore(clients.dynamodb(), setting("CATALOG_TABLE"))
    archive = find_archive(store, asset_id, detail["number"])
    if archive is None or archive.state != "REQUESTED":
        logger().info("nothing to pack", extra={"detail": dict(detail)})
        return
    until = time.time() + context.get_remaining_time_in_millis() / 1000 - SPARE_SECONDS
    record_archive(store, _ended(store, archive, lambda: time.time() < until))


def _ended(store: CatalogueStore, archive: Archive, has_time: Callable[[], bool]) -> Archive:
    bucket = setting("ASSETS_BUCKET")
    try:
        wanted = version(store, archive.asset_id, archive.number)
        files = FileLists(clients.s3(), bucket).read(archive.asset_id, wanted)
        size = Packing(clients.s3(), bucket, has_time).pack(files, wanted, archive.key)
    except OutOfTime:
        return archive.failed(
            ArchiveFailed(
                "the files could not be packed in time",
                expected="a smaller version; `twin assets download` takes any size",
                where=f"{archive.asset_id} version {archive.number}",
            ),
            now=time.time(),
        )
    except CatalogueError as error:
        return archive.failed(error, now=time.time())
    return archive.ready(size_bytes=size, now=time.time())
