"""Called by the workflow when an object has arrived: claim its upload, detect, order the job."""

from __future__ import annotations

from dataclasses import asdict
from typing import cast

from spatial_inspect.order import image_of, job_order
from spatial_runtime.announce import tell
from spatial_runtime.asset_storage import AssetStorage
from spatial_runtime.derivatives import verified_files
from spatial_runtime.upload_storage import UploadStorage
from spatial_runtime.upload_table import UploadTable
from twin.spatial.content import detect
from twin.spatial.converters import converter_for
from twin.spatial.derivative import Recipe
from twin.spatial.errors import (
    ConversionError,
    SpatialError,
    UploadChecksumMismatch,
    UploadUnknown,
)
from twin.spatial.upload import Upload, upload_id_of_key
from twin.spatial.workflow import Outcome, RecipeRecord, Started
from twin_runtime import clients
from twin_runtime.logging import logger
from twin_runtime.settings import setting

INSPECTED = 0.3
"""Share of the whole way that is done when the job is ordered."""


def handler(event: Started, _context: object) -> Outcome:
    """Answer what is to be done: `convert`, `publish` (it was converted before), `reject`."""
    table = UploadTable(clients.dynamodb(), setting("CATALOG_TABLE"))
    upload = _claim(table, event)
    if upload is None:
        return _outcome(event, {"decision": "ignore"})
    try:
        outcome = _decide(upload)
    except SpatialError as error:
        logger().warning("file refused", extra={"error": error.to_dict()})
        return _outcome(event, {"decision": "reject", "error": error.to_dict()})
    step = "converting" if outcome["decision"] == "convert" else "publishing"
    ordered = upload.moved("CONVERTING", INSPECTED, step)
    if table.move(ordered, states=("CONVERTING",), executions=(event["execution"],)):
        tell(ordered)
    return _outcome(event, outcome)


def _claim(table: UploadTable, event: Started) -> Upload | None:
    """Make the upload this execution's; None where it is another's, or nobody's."""
    try:
        upload = table.find(upload_id_of_key(event["key"]) or "")
    except UploadUnknown:
        logger().warning("object without an upload", extra={"key": event["key"]})
        return None
    if upload.state == "CONVERTING" and upload.execution == event["execution"]:
        return upload
    claimed = upload.moved(
        "CONVERTING", upload.progress, "inspecting", execution=event["execution"]
    )
    return claimed if table.move(claimed, states=("OPEN", "UPLOADED")) else None


def _decide(upload: Upload) -> dict[str, object]:
    storage = UploadStorage(clients.s3(), setting("UPLOADS_BUCKET"))
    measured = storage.measure(upload.key)
    if measured is None:
        raise UploadChecksumMismatch("the file is gone", where=upload.key)
    upload.check_object(size_bytes=measured.size_bytes, checksum=measured.checksum)
    sample = storage.sample(upload.key, measured.size_bytes)
    content_type = detect(sample, file_name=upload.plan.file_name)
    converter = converter_for(content_type)
    image = image_of(converter)
    recipe = Recipe(
        source_sha256=upload.plan.sha256,
        converter=converter.name,
        tool_digest=image.tool_digest,
        parameters_digest=converter.parameters_digest,
    )
    job = job_order(converter, image, upload, recipe)
    assets = AssetStorage(clients.s3(), setting("ASSETS_BUCKET"))
    return {
        "decision": "publish" if _is_made(assets, upload, recipe) else "convert",
        "content_type": content_type,
        "recipe": cast("RecipeRecord", asdict(recipe)),
        "job": job,
    }


def _is_made(assets: AssetStorage, upload: Upload, recipe: Recipe) -> bool:
    """Tell whether the same conversion was done before; one that is not whole is done again."""
    try:
        verified_files(assets, upload, recipe)
    except ConversionError as error:
        logger().info("to be converted", extra={"error": error.to_dict()})
        return False
    return True


def _outcome(event: Started, decided: dict[str, object]) -> Outcome:
    base = {
        "key": event["key"],
        "execution": event["execution"],
        "upload_id": upload_id_of_key(event["key"]) or "",
    }
    return cast("Outcome", {**base, **decided})
