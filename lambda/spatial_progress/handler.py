"""Called by EventBridge when a job says how far it is."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from catalogue_runtime.conversions import find_conversion, progress_writes
from catalogue_runtime.store import CatalogueStore
from spatial_runtime.conversion_record import tell_conversion
from twin.catalogue.errors import CatalogueConflict
from twin.spatial.conversion_errors import ProgressInvalid
from twin.spatial.conversion_names import place_of_key
from twin.spatial.job_progress import JobProgressed
from twin_runtime import clients
from twin_runtime.logging import logger
from twin_runtime.settings import setting


def handler(event: Mapping[str, Any], _context: object) -> None:
    """Record progress that is news; what is late, of another execution or nonsense is dropped."""
    try:
        said = JobProgressed.from_detail(event["detail"], now=time.time())
        _record(CatalogueStore(clients.dynamodb(), setting("CATALOG_TABLE")), said)
    except ProgressInvalid as error:
        logger().warning("progress refused", extra={"error": error.to_dict()})
    except CatalogueConflict:
        # A step of the workflow, or a later word of the job, was quicker: that is the news.
        logger().info("progress overtaken", extra={"conversion": said.conversion})


def _record(store: CatalogueStore, said: JobProgressed) -> None:
    place = place_of_key(said.conversion)
    before = find_conversion(store, *place) if place else None
    if before is None or not before.is_told_by(said.execution, said.progress):
        logger().info("progress is no news", extra={"conversion": said.conversion})
        return
    worked = before.worked(said.progress)
    store.transact(progress_writes(worked, before=before))
    tell_conversion(worked)
