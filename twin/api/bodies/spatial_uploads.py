"""Bodies of the operations in `twin.api.routes.spatial_uploads`."""

from __future__ import annotations

from twin.api.bodies.body import Bodies
from twin.api.schemas.spatial_uploads import (
    AnnounceParts,
    CompleteUpload,
    CreateUpload,
    UploadBody,
    UploadCreated,
    UploadTargets,
)
from twin.catalogue.errors import AssetDeleted, AssetUnknown, CatalogueInvalid, DatabaseUnknown
from twin.spatial.errors import (
    CopyUnfinished,
    PartPlanInvalid,
    PartsIncomplete,
    UploadChecksumMismatch,
    UploadClosed,
    UploadEmpty,
    UploadExpired,
    UploadInvalid,
    UploadTooLarge,
    UploadUnknown,
)

_TARGET = (AssetDeleted, AssetUnknown, CatalogueInvalid, DatabaseUnknown)
_ANNOUNCED = (PartPlanInvalid, UploadInvalid)
_OPEN = (UploadClosed, UploadExpired, UploadUnknown)

BODIES: dict[str, Bodies] = {
    "createUpload": Bodies(
        UploadCreated,
        CreateUpload,
        201,
        errors=(*_TARGET, *_ANNOUNCED, UploadClosed, UploadEmpty, UploadTooLarge),
    ),
    "announceParts": Bodies(UploadTargets, AnnounceParts, errors=(*_OPEN, *_ANNOUNCED)),
    "getUpload": Bodies(UploadBody, errors=(UploadUnknown,)),
    "completeUpload": Bodies(
        UploadBody,
        CompleteUpload,
        202,
        errors=(
            *_OPEN,
            *_ANNOUNCED,
            CopyUnfinished,
            PartsIncomplete,
            UploadChecksumMismatch,
            UploadEmpty,
            UploadTooLarge,
        ),
    ),
    "abortUpload": Bodies(UploadBody, errors=_OPEN),
}
