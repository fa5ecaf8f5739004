"""Called every quarter of an hour, and by hand with {"rebuild": true}."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, Protocol

from catalogue_runtime.store import CatalogueStore
from search_runtime.snapshots import SnapshotStore
from spatial_index.indexer import Indexer, Report
from twin.catalogue.search.sqlite.schema import check_sqlite
from twin_runtime import clients
from twin_runtime.logging import logger
from twin_runtime.settings import setting

SPARE_SECONDS = 120.0
"""For writing and storing the snapshot."""


class Context(Protocol):
    """What Lambda says of an invocation."""

    def get_remaining_time_in_millis(self) -> int:
        """Return the time that is left."""


def handler(event: Mapping[str, Any], context: Context) -> Report:
    """Make a snapshot of the index where one is due, and answer what was done."""
    check_sqlite()
    until = time.monotonic() + context.get_remaining_time_in_millis() / 1000 - SPARE_SECONDS
    store = CatalogueStore(clients.dynamodb(), setting("CATALOG_TABLE"))
    snapshots = SnapshotStore(clients.s3(), setting("ASSETS_BUCKET"))
    report = Indexer(store, snapshots, until).run(rebuild=bool(event.get("rebuild")))
    logger().info("indexed", extra={"report": report})
    return report
