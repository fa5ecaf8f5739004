"""POST /uploads, GET and DELETE /uploads/{upload_id}, POST /uploads/{upload_id}/complete."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from spatial_runtime.upload_storage import CHECKSUM_HEADER, UploadStorage
from spatial_runtime.upload_table import UploadTable
from spatial_upload.sessions import Sessions
from twin.api.schemas.spatial_uploads import UploadTarget
from twin.spatial.converters import maximum_upload_bytes
from twin.spatial.errors import UploadInvalid
from twin.spatial.events import UploadView
from twin.spatial.upload import ADDRESS_SECONDS, StoredPart, Upload
from twin.spatial.upload_plan import PlannedPart, UploadPlan
from twin_runtime import clients
from twin_runtime.http import Answer, Body, ProxyResponse, Request, serve
from twin_runtime.settings import setting


def create_upload(request: Request) -> Answer:
    """Open a session; announcing the same file again goes on with it, with fresh addresses."""
    plan = UploadPlan.from_body(request.json(), maximum_bytes=maximum_upload_bytes())
    sessions = _sessions(request)
    upload = sessions.open(plan)
    stored = {part.part_number: part for part in sessions.storage.stored_parts(upload) or ()}
    targets = [
        _target(sessions.storage, upload, part, stored.get(part.part_number))
        for part in upload.plan.parts
    ]
    return Answer(
        201,
        {
            "upload_id": upload.upload_id,
            "asset_key": plan.asset_key,
            "parts": targets,
            "expires_at": min(sessions.now + ADDRESS_SECONDS, upload.expires_at),
        },
    )


def get_upload(request: Request) -> Body:
    """Answer the state of a session."""
    return asdict(UploadView.of(_sessions(request).find(request.path["upload_id"])))


def complete_upload(request: Request) -> Answer:
    """Verify the file; answer 202, the conversion goes on by itself."""
    upload_id, announced = request.path["upload_id"], _etags(request.json())
    return Answer(202, asdict(UploadView.of(_sessions(request).complete(upload_id, announced))))


def abort_upload(request: Request) -> Body:
    """Drop a session."""
    return asdict(UploadView.of(_sessions(request).abort(request.path["upload_id"])))


def handler(event: Mapping[str, Any], _context: object) -> ProxyResponse:
    """Serve the operations on uploads."""
    return serve(
        event,
        {
            "createUpload": create_upload,
            "getUpload": get_upload,
            "completeUpload": complete_upload,
            "abortUpload": abort_upload,
        },
    )


def _sessions(request: Request) -> Sessions:
    return Sessions(
        table=UploadTable(clients.dynamodb(), setting("CATALOG_TABLE")),
        storage=UploadStorage(clients.s3(), setting("UPLOADS_BUCKET")),
        caller=request.authenticated,
        now=time.time(),
    )


def _target(
    storage: UploadStorage, upload: Upload, part: PlannedPart, stored: StoredPart | None
) -> UploadTarget:
    target: UploadTarget = {
        "part_number": part.part_number,
        "url": storage.address(upload, part),
        "headers": {CHECKSUM_HEADER: part.sha256},
    }
    if stored is not None and stored.size_bytes == part.size_bytes:
        target["stored_etag"] = stored.etag
    return target


def _etags(body: Body) -> dict[int, str]:
    parts = body.get("parts")
    if not isinstance(parts, list):
        raise UploadInvalid("parts is not valid", expected="a list of stored parts", where="parts")
    etags: dict[int, str] = {}
    for part in parts:
        number = part.get("part_number") if isinstance(part, dict) else None
        etag = part.get("etag") if isinstance(part, dict) else None
        if not isinstance(number, int) or not isinstance(etag, str):
            raise UploadInvalid(
                "a part is not valid",
                found=repr(part)[:80],
                expected="part_number and etag",
                where="parts",
            )
        etags[number] = etag
    return etags
