"""Where the parts of an upload are to be sent, and which of them S3 holds already."""

from __future__ import annotations

from collections.abc import Sequence

from spatial_runtime.upload_storage import UploadStorage
from twin.api.schemas.spatial_uploads import UploadTarget
from twin.spatial.errors import UploadClosed
from twin.spatial.upload import StoredPart, Upload
from twin.spatial.upload_plan import Checksum, PlannedPart

HEADER: dict[Checksum, str] = {
    "SHA256": "x-amz-checksum-sha256",
    "CRC64NVME": "x-amz-checksum-crc64nvme",
}


def targets(
    storage: UploadStorage, upload: Upload, parts: Sequence[PlannedPart]
) -> list[UploadTarget]:
    """Return the address of each part, which works for an hour.

    Raises:
        UploadClosed: S3 has no multipart upload of it any more.
    """
    if not parts:
        return []
    numbers = [part.part_number for part in parts]
    found = storage.stored_parts(upload, first=min(numbers), last=max(numbers))
    if found is None:
        raise UploadClosed("the parts are complete or gone", where=upload.upload_id)
    stored = {part.part_number: part for part in found}
    header = HEADER[upload.plan.checksum]
    return [
        {
            "part_number": part.part_number,
            "url": storage.address(upload, part),
            "headers": {header: part.checksum},
            "is_stored": _is_same(part, stored.get(part.part_number)),
        }
        for part in parts
    ]


def _is_same(part: PlannedPart, stored: StoredPart | None) -> bool:
    """Tell whether S3 holds exactly these bytes, by the checksum that it computed itself."""
    found = (stored.size_bytes, stored.checksum) if stored else None
    return found == (part.size_bytes, part.checksum)
