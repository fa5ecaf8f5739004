"""Called by the workflow when an object has arrived: claim its upload, detect, order the job."""

from __future__ import annotations

from dataclasses import asdict
from typing import NotRequired, TypedDict, cast

from catalogue_runtime.store import CatalogueStore
from spatial_inspect.large_file import LargeFile
from spatial_inspect.order import Image, image_of, job_order
from spatial_inspect.requested import inspect_request
from spatial_inspect.source import source_of_upload
from spatial_runtime.announce import tell
from spatial_runtime.asset_storage import AssetStorage
from spatial_runtime.conversion_track import Track
from spatial_runtime.derivatives import is_made
from spatial_runtime.upload_storage import UploadStorage
from spatial_runtime.upload_table import UploadTable
from twin.spatial.catalogue import source_of
from twin.spatial.content import ContentType, detect, require_archive
from twin.spatial.conversion import ORDERED
from twin.spatial.conversion_names import place_of_key
from twin.spatial.converter import Converter
from twin.spatial.derivative import Recipe
from twin.spatial.errors import (
    CopyUnfinished,
    SpatialError,
    UploadChecksumMismatch,
    UploadUnknown,
)
from twin.spatial.site_converters import SiteConverters
from twin.spatial.upload import Upload, upload_id_of_key
from twin.spatial.verification import require_claim, require_object
from twin.spatial.workflow import Decision, JobOrder, Outcome, RecipeRecord, Started
from twin.spatial.workload import work_bytes
from twin_runtime import clients
from twin_runtime.logging import logger
from twin_runtime.settings import setting
from twin_runtime.site import site

STEPS: dict[Decision, str] = {
    "convert": "converting",
    "publish": "publishing",
    "unpack": "unpacking",
}


class Decided(TypedDict):
    """What is to be done with a file, and what it is."""

    decision: Decision
    content_type: ContentType
    recipe: NotRequired[RecipeRecord]
    job: NotRequired[JobOrder]


def handler(event: Started, _context: object) -> Outcome:
    """Answer what is to be done: `convert`, `unpack`, `publish`, `reject`.

    `publish` without a recipe is a file that nothing converts. A `CopyUnfinished` is raised: the
    workflow calls again.
    """
    if place_of_key(event["key"]) is not None:
        return inspect_request(event)
    table = UploadTable(clients.dynamodb(), setting("CATALOG_TABLE"))
    upload = _claim(table, event)
    if upload is None:
        return _outcome(event, {"decision": "ignore"})
    track = Track(CatalogueStore(clients.dynamodb(), setting("CATALOG_TABLE")))
    track.went_on(upload)
    storage = UploadStorage(clients.s3(), setting("UPLOADS_BUCKET"))
    try:
        upload = _verified(storage, upload)
        outcome = _decide(storage, upload, event)
        if outcome["decision"] == "publish" and upload.plan.is_addressed_by_tree:
            assets = AssetStorage(clients.s3(), setting("ASSETS_BUCKET"))
            file = source_of(upload, outcome["content_type"])
            upload = LargeFile(table, assets).copy(upload, file)
    except CopyUnfinished:
        raise
    except SpatialError as error:
        logger().warning("file refused", extra={"error": error.to_dict()})
        return _outcome(event, {"decision": "reject", "error": error.to_dict()})
    ordered = upload.moved("CONVERTING", ORDERED, STEPS[outcome["decision"]])
    if table.move(ordered, states=("CONVERTING",), executions=(event["execution"],)):
        tell(ordered)
        track.went_on(ordered, _recipe(outcome), was_cached=outcome["decision"] == "publish")
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


def _verified(storage: UploadStorage, upload: Upload) -> Upload:
    """Return the upload with the content address that S3 computed.

    What the client says of the file never becomes its address: whoever only knows the digest of
    somebody else's file must not get that file.

    Raises:
        UploadChecksumMismatch: the object is not what the client stated.
    """
    measured = storage.measure(upload.key)
    if measured is None:
        raise UploadChecksumMismatch("the file is gone", where=upload.key)
    require_object(upload, size_bytes=measured.size_bytes, checksum=measured.checksum)
    if upload.plan.is_addressed_by_tree:
        return upload.addressed(upload.tree_address)
    addressed = upload.sha256 or storage.whole_sha256(upload)
    require_claim(upload, addressed)
    return upload.addressed(addressed)


def _decide(storage: UploadStorage, upload: Upload, event: Started) -> Decided:
    plan = upload.plan
    sample = storage.sample(upload.key, plan.size_bytes)
    content_type = detect(sample, file_name=plan.file_name)
    if plan.unpack:
        require_archive(content_type, file_name=plan.file_name)
        return {"decision": "unpack", "content_type": content_type}
    converter = SiteConverters.of(site()).find(content_type, plan.size_bytes)
    if converter is None:
        return {"decision": "publish", "content_type": content_type}
    image = image_of(converter, event.get("pipelines", {}))
    return _conversion(upload, content_type, converter, image, work_bytes(content_type, sample))


def _conversion(
    upload: Upload, content_type: ContentType, converter: Converter, image: Image, work: int
) -> Decided:
    recipe = Recipe(
        source_sha256=upload.sha256,
        converter=converter.name,
        tool_digest=image.tool_digest,
        parameters_digest=converter.parameters_digest,
    )
    assets = AssetStorage(clients.s3(), setting("ASSETS_BUCKET"))
    return {
        "decision": "publish" if is_made(assets, recipe) else "convert",
        "content_type": content_type,
        "recipe": cast("RecipeRecord", asdict(recipe)),
        "job": job_order(converter, image, source_of_upload(upload), recipe, work_bytes=work),
    }


def _recipe(decided: Decided) -> Recipe | None:
    return Recipe(**decided["recipe"]) if "recipe" in decided else None


def _outcome(event: Started, decided: Decided | dict[str, object]) -> Outcome:
    base = {
        "key": event["key"],
        "execution": event["execution"],
        "upload_id": upload_id_of_key(event["key"]) or "",
    }
    return cast("Outcome", {**base, **decided})
