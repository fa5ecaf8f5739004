"""A file that S3 does not copy at once reaches the assets bucket here, before it is published."""

from __future__ import annotations

import time
from dataclasses import dataclass

from spatial_runtime.asset_storage import AssetStorage
from spatial_runtime.large_copy import LargeCopy, Place
from spatial_runtime.upload_table import UploadTable
from twin.catalogue.file import StoredFile
from twin.spatial.upload import Upload
from twin_runtime import clients
from twin_runtime.settings import setting

COPY_SECONDS = 420
"""How long one invocation begins new parts: those begun then still fit its ten minutes."""


@dataclass(frozen=True)
class LargeFile:
    """The copy of one upload; which multipart upload it is stands in the upload's record."""

    table: UploadTable
    assets: AssetStorage

    def copy(self, upload: Upload, file: StoredFile) -> Upload:
        """Copy a file, or go on with it; return the upload with its copy.

        Raises:
            CopyUnfinished: the time is over; the workflow calls again.
            UploadChecksumMismatch: S3 read other bytes than were verified.
        """
        if self.assets.holds(file):
            return upload
        begun = upload if upload.copy_id else self._begin(upload, file)
        end = time.monotonic() + COPY_SECONDS
        self._copy_of(begun, file).finish(begun.checksum, has_time=lambda: time.monotonic() < end)
        return begun

    def _begin(self, upload: Upload, file: StoredFile) -> Upload:
        begun = LargeCopy.begin(
            clients.s3(), _source(upload), self._target(file), upload.plan.parts
        )
        noted = upload.copied_by(begun.copy_id)
        self.table.move(noted, states=("CONVERTING",), executions=(upload.execution,))
        return noted

    def _copy_of(self, upload: Upload, file: StoredFile) -> LargeCopy:
        return LargeCopy(
            clients.s3(), _source(upload), self._target(file), upload.plan.parts, upload.copy_id
        )

    def _target(self, file: StoredFile) -> Place:
        return Place(self.assets.bucket, file.key)


def _source(upload: Upload) -> Place:
    return Place(setting("UPLOADS_BUCKET"), upload.key)
