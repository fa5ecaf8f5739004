"""How a conversion begins: with an upload, or with a request."""

from __future__ import annotations

import uuid

from twin.catalogue.identity import AssetId
from twin.spatial.conversion import Conversion
from twin.spatial.conversion_names import execution_name, identified
from twin.spatial.upload import Upload


def of_upload(upload: Upload) -> Conversion:
    """Return the conversion of an upload, as it begins; it is always the same one."""
    plan = upload.plan
    return Conversion(
        conversion_id=identified(upload.created_at, upload.upload_id),
        database_id=plan.database_id,
        asset_key=plan.asset_key,
        path=plan.path,
        number=0,
        upload_id=upload.upload_id,
        converter="",
        recipe=None,
        state="RUNNING",
        progress=upload.progress,
        step=upload.step,
        requested_by=upload.created_by,
        requested_by_name=upload.created_by_name,
        requested_at=upload.created_at,
        execution=upload.execution,
    )


def requested(
    asset_id: AssetId, path: str, number: int, converter: str, *, by: tuple[str, str], at: float
) -> Conversion:
    """Return a new conversion of a version of a file; `by` is subject and name of the caller."""
    conversion_id = identified(at, uuid.uuid4().hex)
    return Conversion(
        conversion_id=conversion_id,
        database_id=asset_id.database_id,
        asset_key=asset_id.asset_key,
        path=path,
        number=number,
        upload_id="",
        converter=converter,
        recipe=None,
        state="QUEUED",
        progress=0.0,
        step="queued",
        requested_by=by[0],
        requested_by_name=by[1],
        requested_at=at,
        execution=execution_name(conversion_id, 1),
    )
