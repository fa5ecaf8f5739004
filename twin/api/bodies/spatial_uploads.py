"""Bodies of the operations in `twin.api.routes.spatial_uploads`."""

from __future__ import annotations

from twin.api.bodies.body import Bodies
from twin.api.schemas.spatial_uploads import CompleteUpload, CreateUpload, UploadBody, UploadCreated

BODIES: dict[str, Bodies] = {
    "createUpload": Bodies(UploadCreated, CreateUpload, 201),
    "getUpload": Bodies(UploadBody),
    "completeUpload": Bodies(UploadBody, CompleteUpload, 202),
    "abortUpload": Bodies(UploadBody),
}
