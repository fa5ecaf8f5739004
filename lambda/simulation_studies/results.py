"""What came of a study: its summary, and an address of the file with all rows."""

from __future__ import annotations

import time

from simulation_runtime.study_settings import storage, table
from simulation_runtime.study_storage import json_of
from twin.simulation.study_errors import StudyNotOver
from twin.simulation.study_keys import ROW_SCHEMA, folder, results_key, summary_key
from twin_runtime import clients
from twin_runtime.http import Body, Request

EXPIRES_SECONDS = 3600
MEDIA_TYPE = "application/vnd.apache.parquet"


def get_results(request: Request) -> Body:
    """Answer the summary, what a row is, and where the rows are for an hour.

    Raises:
        StudyUnknown: there is no such study.
        StudyNotOver: it did not succeed.
    """
    study = table().find(request.path["study_id"])
    if study.state != "SUCCEEDED":
        raise StudyNotOver(
            "the study has no results",
            found=study.state,
            expected="SUCCEEDED",
            where="GET /studies",
        )
    bucket = storage()
    summary = json_of(bucket.read(summary_key(study.study_id)))
    schema = json_of(bucket.read(f"{folder(study.study_id)}/{ROW_SCHEMA}"))
    file = summary["results"]
    url = clients.s3().generate_presigned_url(
        "get_object",
        Params={
            "Bucket": bucket.bucket,
            "Key": results_key(study.study_id),
            "ResponseContentType": MEDIA_TYPE,
            "ResponseContentDisposition": f'attachment; filename="{study.study_id}.parquet"',
        },
        ExpiresIn=EXPIRES_SECONDS,
    )
    return {
        "study_id": study.study_id,
        "model_id": study.model_id,
        "rows": summary["rows"],
        "failed": summary["failed"],
        "outputs": summary["outputs"],
        "sensitivity": summary["sensitivity"],
        "file": {
            "url": url,
            "media_type": MEDIA_TYPE,
            "sha256": file["sha256"],
            "size_bytes": file["size_bytes"],
            "expires_at": time.time() + EXPIRES_SECONDS,
        },
        "row_schema": schema,
    }
