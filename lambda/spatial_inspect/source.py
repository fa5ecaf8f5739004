"""Where a job finds the file that it converts."""

from __future__ import annotations

from spatial_inspect.command import SourceFile
from twin.catalogue.file import FileVersion
from twin.spatial.conversion import Conversion
from twin.spatial.conversion_begin import of_upload
from twin.spatial.upload import Upload
from twin_runtime.settings import setting


def source_of_upload(upload: Upload) -> SourceFile:
    """Return the file as it arrived."""
    return SourceFile(
        order_id=upload.upload_id,
        address=f"s3://{setting('UPLOADS_BUCKET')}/{upload.key}",
        sha256=upload.sha256,
        size_bytes=upload.plan.size_bytes,
        asset_key=upload.plan.asset_key,
        conversion=of_upload(upload).key,
        execution=upload.execution,
    )


def source_of_request(conversion: Conversion, file: FileVersion) -> SourceFile:
    """Return a published file; each attempt says its own error."""
    return SourceFile(
        order_id=conversion.execution,
        address=f"s3://{setting('ASSETS_BUCKET')}/{file.source.key}",
        sha256=file.source.sha256,
        size_bytes=file.source.size_bytes,
        asset_key=conversion.asset_key,
        conversion=conversion.key,
        execution=conversion.execution,
    )
