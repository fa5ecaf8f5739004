"""The end of a conversion on request: its derivatives are kept beside those of the file version."""

from __future__ import annotations

import time
from typing import cast

from catalogue_runtime.conversions import conversion, conversion_writes
from catalogue_runtime.made import Derivatives, made_write
from catalogue_runtime.presence import present
from catalogue_runtime.store import CatalogueStore
from spatial_runtime.asset_storage import AssetStorage
from spatial_runtime.conversion_record import tell_conversion
from spatial_runtime.derivatives import verified_derivatives
from twin.spatial.conversion_errors import ConversionUnknown
from twin.spatial.conversion_names import place_of_key
from twin.spatial.derivative import Recipe
from twin.spatial.errors import SpatialError
from twin.spatial.workflow import Outcome
from twin_runtime.logging import logger


def publish_request(store: CatalogueStore, storage: AssetStorage, event: Outcome) -> Outcome:
    """Answer `published`, or `reject` with the reason.

    A `CatalogueConflict` is raised: the asset is gone, or the workflow tries again.
    """
    try:
        _publish(store, storage, event)
    except SpatialError as error:
        logger().warning("not published", extra={"error": error.to_dict()})
        return cast("Outcome", {**event, "decision": "reject", "error": error.to_dict()})
    return cast("Outcome", {**event, "decision": "published"})


def _publish(store: CatalogueStore, storage: AssetStorage, event: Outcome) -> None:
    place = place_of_key(event["key"])
    if place is None:
        raise ConversionUnknown("the workflow was started with no conversion", found=event["key"])
    before = conversion(store, *place)
    if before.state == "SUCCEEDED":  # a second try: only its answer was lost
        return
    recipe = Recipe(**event["recipe"])
    made = Derivatives(recipe, verified_derivatives(storage, recipe), before.conversion_id)
    done = before.succeeded(before.number, at=time.time())
    asset_id = before.asset_id
    store.transact(
        [
            made_write(asset_id, before.path, before.number, made),
            present(asset_id),
            *conversion_writes(done, before=before),
        ]
    )
    tell_conversion(done)
