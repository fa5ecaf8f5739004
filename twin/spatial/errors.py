"""Why a spatial file is refused.

SpatialError
├── UploadError                an upload session cannot go on
│   ├── UploadInvalid          the announcement is not readable
│   ├── UploadEmpty            the file has no bytes
│   ├── UploadTooLarge         larger than any converter takes
│   ├── PartPlanInvalid        the announced parts do not make the file
│   ├── PartsIncomplete        not exactly the announced parts are stored
│   ├── UploadChecksumMismatch the stored bytes are not those announced
│   ├── UploadUnknown          no session has this id
│   ├── UploadNotYours         another user's session
│   ├── UploadExpired          the session is too old
│   └── UploadClosed           the session is not open any more
├── ContentError               the bytes are not what can be converted
│   ├── ContentUnknown         no known format
│   ├── ContentNotAsNamed      the bytes are not what the file name says
│   ├── StepTruncated          a STEP file without its end
│   ├── NoConverter            a known format that nothing converts
│   └── SourceTooLarge         larger than its converter takes
├── ConversionError            the job did not deliver
│   ├── ConversionDied         the job ended without saying why
│   ├── ManifestInvalid        the job's manifest is not readable
│   └── DerivativeInvalid      a derivative is not what the manifest says
├── WorkflowFailed             a step of the workflow failed; not the file's fault
└── CatalogError               the catalogue has no such thing
    ├── AssetUnknown           no asset has this key
    ├── AssetFileUnknown       the asset has no such file
    └── CatalogConflict        somebody else published at the same moment
"""

from __future__ import annotations

from typing import ClassVar

from twin.errors import TwinError


class SpatialError(TwinError):
    """A spatial file is refused."""

    code: ClassVar[str] = "SPATIAL_ERROR"


class UploadError(SpatialError):
    """An upload session cannot go on."""

    code: ClassVar[str] = "UPLOAD_ERROR"


class UploadInvalid(UploadError):
    """A field of the announcement is missing or of the wrong type."""

    code: ClassVar[str] = "UPLOAD_INVALID"


class UploadEmpty(UploadError):
    """The file has no bytes."""

    code: ClassVar[str] = "UPLOAD_EMPTY"
    status: ClassVar[int] = 422


class UploadTooLarge(UploadError):
    """The file is larger than any converter takes."""

    code: ClassVar[str] = "UPLOAD_TOO_LARGE"
    status: ClassVar[int] = 413


class PartPlanInvalid(UploadError):
    """The announced parts do not make the file, or S3 would not take them."""

    code: ClassVar[str] = "UPLOAD_PART_PLAN_INVALID"
    status: ClassVar[int] = 422


class PartsIncomplete(UploadError):
    """Not exactly the announced parts are stored."""

    code: ClassVar[str] = "UPLOAD_PARTS_INCOMPLETE"
    status: ClassVar[int] = 409


class UploadChecksumMismatch(UploadError):
    """The stored bytes are not those that were announced."""

    code: ClassVar[str] = "UPLOAD_CHECKSUM_MISMATCH"
    status: ClassVar[int] = 422


class UploadUnknown(UploadError):
    """No session has this id."""

    code: ClassVar[str] = "UPLOAD_UNKNOWN"
    status: ClassVar[int] = 404


class UploadNotYours(UploadError):
    """The session belongs to another user."""

    code: ClassVar[str] = "UPLOAD_NOT_YOURS"
    status: ClassVar[int] = 403


class UploadExpired(UploadError):
    """The session is too old; what was stored is gone or about to go."""

    code: ClassVar[str] = "UPLOAD_EXPIRED"
    status: ClassVar[int] = 410


class UploadClosed(UploadError):
    """The session is complete, rejected or aborted already."""

    code: ClassVar[str] = "UPLOAD_CLOSED"
    status: ClassVar[int] = 409


class ContentError(SpatialError):
    """The bytes are not what can be converted."""

    code: ClassVar[str] = "CONTENT_ERROR"
    status: ClassVar[int] = 422


class ContentUnknown(ContentError):
    """The bytes are of no known format."""

    code: ClassVar[str] = "CONTENT_UNKNOWN"


class ContentNotAsNamed(ContentError):
    """The bytes are not of the format that the file name's ending says."""

    code: ClassVar[str] = "CONTENT_NOT_AS_NAMED"


class StepTruncated(ContentError):
    """A STEP file begins well and does not end with `END-ISO-10303-21;`."""

    code: ClassVar[str] = "STEP_TRUNCATED"


class NoConverter(ContentError):
    """The format is known, but nothing converts it."""

    code: ClassVar[str] = "NO_CONVERTER"
    status: ClassVar[int] = 415


class SourceTooLarge(ContentError):
    """The file is larger than its converter takes."""

    code: ClassVar[str] = "SOURCE_TOO_LARGE"
    status: ClassVar[int] = 413


class ConversionError(SpatialError):
    """The job did not deliver."""

    code: ClassVar[str] = "CONVERSION_ERROR"
    status: ClassVar[int] = 500


class ConversionDied(ConversionError):
    """The job ended without saying why: killed, out of memory, out of time, or a defect."""

    code: ClassVar[str] = "CONVERSION_DIED"


class ManifestInvalid(ConversionError):
    """The manifest that the job wrote is missing or not readable."""

    code: ClassVar[str] = "MANIFEST_INVALID"


class DerivativeInvalid(ConversionError):
    """A derivative is missing, or is not what the manifest says."""

    code: ClassVar[str] = "DERIVATIVE_INVALID"


class WorkflowFailed(SpatialError):
    """A step of the workflow failed; the file is not at fault and may be uploaded again."""

    code: ClassVar[str] = "WORKFLOW_FAILED"
    status: ClassVar[int] = 500


class CatalogError(SpatialError):
    """The catalogue cannot answer."""

    code: ClassVar[str] = "CATALOG_ERROR"


class AssetUnknown(CatalogError):
    """No catalogued asset has this key."""

    code: ClassVar[str] = "ASSET_UNKNOWN"
    status: ClassVar[int] = 404


class AssetFileUnknown(CatalogError):
    """The asset has no file of this name."""

    code: ClassVar[str] = "ASSET_FILE_UNKNOWN"
    status: ClassVar[int] = 404


class CatalogConflict(CatalogError):
    """Another version of the asset was published at the same moment."""

    code: ClassVar[str] = "CATALOG_CONFLICT"
    status: ClassVar[int] = 409
