"""POST /uploads; below /uploads/{upload_id}: GET, DELETE, POST parts and POST complete."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from spatial_runtime.upload_storage import UploadStorage
from spatial_runtime.upload_table import UploadTable
from spatial_upload.rights import require_upload
from spatial_upload.sessions import Sessions
from spatial_upload.targets import targets
from twin.spatial.errors import UploadInvalid
from twin.spatial.events import UploadView
from twin.spatial.upload_plan import UploadPlan, stated_sha256
from twin_runtime import clients
from twin_runtime.http import Answer, Body, ProxyResponse, Request, serve
from twin_runtime.settings import setting


def create_upload(request: Request) -> Answer:
    """Open a session; announcing the same file again goes on with it, with fresh addresses."""
    body = request.json()
    plan = UploadPlan.from_body(body)
    parts = plan.planned(body)
    require_upload(request, plan)
    sessions = _sessions(request)
    upload = sessions.open(plan)
    return Answer(
        201,
        {
            "upload_id": upload.upload_id,
            "database_id": plan.database_id,
            "asset_key": plan.asset_key,
            "path": plan.path,
            "part_bytes": plan.parts.part_bytes,
            "part_count": plan.parts.count,
            "parts": targets(sessions.storage, upload, parts),
            "expires_at": upload.expires_at,
        },
    )


def announce_parts(request: Request) -> Body:
    """Answer where to send some parts, and which of them are stored."""
    sessions = _sessions(request)
    upload = sessions.find_open(request.path["upload_id"])
    parts = upload.plan.planned(request.json())
    return {"parts": targets(sessions.storage, upload, parts)}


def get_upload(request: Request) -> Body:
    """Answer the state of a session."""
    return asdict(UploadView.of(_sessions(request).find(request.path["upload_id"])))


def complete_upload(request: Request) -> Answer:
    """Verify the file; answer 202, the conversion goes on by itself."""
    body, sessions = request.json(), _sessions(request)
    require_upload(request, sessions.find(request.path["upload_id"]).plan)
    upload = sessions.complete(
        request.path["upload_id"], checksum=_text(body, "checksum"), sha256=stated_sha256(body)
    )
    return Answer(202, asdict(UploadView.of(upload)))


def abort_upload(request: Request) -> Body:
    """Drop a session."""
    return asdict(UploadView.of(_sessions(request).abort(request.path["upload_id"])))


def handler(event: Mapping[str, Any], _context: object) -> ProxyResponse:
    """Serve the operations on uploads."""
    return serve(
        event,
        {
            "createUpload": create_upload,
            "announceParts": announce_parts,
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


def _text(body: Body, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str):
        raise UploadInvalid(f"{name} is not valid", expected="a text", where=name)
    return value
