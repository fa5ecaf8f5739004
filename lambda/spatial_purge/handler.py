"""Called once a day, and when an asset is removed for good by hand."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, Protocol

from catalogue_runtime.store import CatalogueStore
from spatial_purge.purge import Purge, Report
from spatial_purge.sources import Sources
from spatial_runtime.announce import tell_purge
from twin.catalogue.identity import AssetId
from twin.spatial.events import PurgeRequested
from twin_runtime import clients
from twin_runtime.logging import logger
from twin_runtime.settings import setting

SPARE_SECONDS = 60.0
"""What the last step may take; the next call goes on from there."""


class Context(Protocol):
    """What Lambda says of an invocation."""

    def get_remaining_time_in_millis(self) -> int:
        """Return the time that is left."""


def handler(event: Mapping[str, Any], context: Context) -> Report:
    """Remove what is due and answer what was done; what is left begins another call."""
    until = time.time() + context.get_remaining_time_in_millis() / 1000 - SPARE_SECONDS
    purge = _purge(until)
    if event.get("detail-type") == PurgeRequested.detail_type:
        asset_id = AssetId(event["detail"]["database_id"], event["detail"]["asset_key"])
        report = purge.finish_all([asset_id])
    else:
        report = purge.run(now=time.time())
    logger().info("purged", extra={"report": report})
    if report["unfinished"]:
        tell_purge(AssetId(*report["unfinished"].split("/")))
    return report


def _purge(until: float) -> Purge:
    store = CatalogueStore(clients.dynamodb(), setting("CATALOG_TABLE"))
    sources = Sources(store, clients.s3(), setting("ASSETS_BUCKET"))
    return Purge(store, sources, until)
