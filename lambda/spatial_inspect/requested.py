"""A conversion on request: the file is published, so only its job is ordered."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import cast

from catalogue_runtime import files
from catalogue_runtime.conversions import find_conversion
from catalogue_runtime.store import CatalogueStore
from spatial_inspect.order import image_of, job_order
from spatial_inspect.source import source_of_request
from spatial_runtime.asset_storage import AssetStorage
from spatial_runtime.conversion_record import record
from spatial_runtime.derivatives import is_made
from twin.catalogue.errors import CatalogueError
from twin.catalogue.file import FileVersion
from twin.spatial.conversion import ORDERED, Conversion
from twin.spatial.conversion_names import place_of_key
from twin.spatial.derivative import Recipe
from twin.spatial.errors import SpatialError
from twin.spatial.site_converters import SiteConverters
from twin.spatial.workflow import Outcome, Started
from twin_runtime import clients
from twin_runtime.logging import logger
from twin_runtime.settings import setting
from twin_runtime.site import site


def inspect_request(event: Started) -> Outcome:
    """Answer `convert`, `publish` where it was done before, `reject`, or `ignore`.

    What is over, or another execution's, is ignored.
    """
    store = CatalogueStore(clients.dynamodb(), setting("CATALOG_TABLE"))
    conversion = _own(store, event)
    if conversion is None:
        return _outcome(event, {"decision": "ignore"})
    try:
        file = files.file(store, conversion.asset_id, conversion.path, conversion.number)
        return _outcome(event, _ordered(store, event, conversion, file))
    except (SpatialError, CatalogueError) as error:
        logger().warning("request refused", extra={"error": error.to_dict()})
        return _outcome(event, {"decision": "reject", "error": error.to_dict()})


def _own(store: CatalogueStore, event: Started) -> Conversion | None:
    place = place_of_key(event["key"])
    found = find_conversion(store, *place) if place else None
    if found is None or found.is_over or found.execution != event["execution"]:
        logger().warning("no conversion of this execution", extra={"key": event["key"]})
        return None
    return found


def _ordered(
    store: CatalogueStore, event: Started, conversion: Conversion, file: FileVersion
) -> dict[str, object]:
    converter = SiteConverters.of(site()).named(conversion.converter)
    image = image_of(converter, event.get("pipelines", {}))
    recipe = Recipe(
        source_sha256=file.source.sha256,
        converter=converter.name,
        tool_digest=image.tool_digest,
        parameters_digest=converter.parameters_digest,
    )
    cached = is_made(AssetStorage(clients.s3(), setting("ASSETS_BUCKET")), recipe)
    source = source_of_request(conversion, file)
    order = job_order(converter, image, source, recipe, work_bytes=source.size_bytes)
    step = "publishing" if cached else "converting"
    running = conversion.running(step, ORDERED, execution=conversion.execution, at=time.time())
    known = running.made_by(recipe, was_cached=cached)
    record(store, known, conversion)
    return {
        "decision": "publish" if cached else "convert",
        "content_type": file.content_type,
        "recipe": asdict(recipe),
        "job": order,
    }


def _outcome(event: Started, decided: dict[str, object]) -> Outcome:
    base = {"key": event["key"], "execution": event["execution"], "upload_id": ""}
    return cast("Outcome", {**base, **decided})
