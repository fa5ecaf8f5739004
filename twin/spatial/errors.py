"""Why a spatial file is refused.

SpatialError
├── UploadError                an upload session cannot go on
│   ├── UploadInvalid          the announcement is not readable
│   ├── UploadEmpty            the file has no bytes
│   ├── UploadTooLarge         larger than can be stored
│   ├── PartPlanInvalid        the announced parts do not make the file
│   ├── PartsIncomplete        not exactly the announced parts are stored
│   ├── UploadChecksumMismatch the stored bytes are not those announced
│   ├── UploadUnknown          no session of the caller has this id
│   ├── UploadExpired          the session is too old
│   ├── UploadClosed           the session is not open any more
│   └── CopyUnfinished         a large file is being copied; the workflow goes on with it
├── ContentError               the bytes are not what they should be
│   ├── ContentNotAsNamed      the bytes are not what the file name says
│   ├── ContentExecutable      a program, which is not stored
│   ├── ContentAmbiguous       two formats at once
│   ├── ContentTruncated       the end of the file is missing
│   ├── StepTruncated          a STEP file without its end
│   └── SourceTooLarge         larger than its converter takes
├── ArchiveError               an archive is not unpacked; nothing of it is published
│   ├── NotAnArchive           not a ZIP archive
│   ├── ArchiveDamaged         it cannot be read to its end
│   ├── ArchiveTooLarge        too many members, too many bytes, or packed too densely
│   └── ArchiveUnsafe          a name or member that must not be unpacked
├── ConversionError            the job did not deliver
│   ├── ConversionDied         the job ended without saying why
│   ├── ImageUnavailable       the image of the converter could not be started
│   ├── ManifestInvalid        the job's manifest is not readable
│   └── DerivativeInvalid      a derivative is not what the manifest says
└── WorkflowFailed             a step of the workflow failed; not the file's fault

What the catalogue refuses is in `twin.catalogue.errors`.
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
    """The file is larger than can be stored."""

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
    """No session of the caller has this id."""

    code: ClassVar[str] = "UPLOAD_UNKNOWN"
    status: ClassVar[int] = 404


class UploadExpired(UploadError):
    """The session is too old; what was stored is gone or about to go."""

    code: ClassVar[str] = "UPLOAD_EXPIRED"
    status: ClassVar[int] = 410


class UploadClosed(UploadError):
    """The session is complete, rejected or aborted already."""

    code: ClassVar[str] = "UPLOAD_CLOSED"
    status: ClassVar[int] = 409


class CopyUnfinished(UploadError):
    """A large file is not copied yet; the same call once more goes on."""

    code: ClassVar[str] = "UPLOAD_COPY_UNFINISHED"
    status: ClassVar[int] = 503


class ContentError(SpatialError):
    """The bytes are not what they should be."""

    code: ClassVar[str] = "CONTENT_ERROR"
    status: ClassVar[int] = 422


class ContentNotAsNamed(ContentError):
    """The bytes are not of the format that the file name's ending says."""

    code: ClassVar[str] = "CONTENT_NOT_AS_NAMED"


class ContentExecutable(ContentError):
    """The file is a program or a script that a computer would run; such files are not stored."""

    code: ClassVar[str] = "CONTENT_EXECUTABLE"


class ContentAmbiguous(ContentError):
    """The file is of two formats at once, so that two programs would read two things from it."""

    code: ClassVar[str] = "CONTENT_AMBIGUOUS"


class ContentTruncated(ContentError):
    """A file begins well, and its end is missing."""

    code: ClassVar[str] = "CONTENT_TRUNCATED"


class StepTruncated(ContentError):
    """A STEP file begins well and does not end with `END-ISO-10303-21;`."""

    code: ClassVar[str] = "STEP_TRUNCATED"


class SourceTooLarge(ContentError):
    """The file is larger than its converter takes."""

    code: ClassVar[str] = "SOURCE_TOO_LARGE"
    status: ClassVar[int] = 413


class ArchiveError(SpatialError):
    """An archive is not unpacked; nothing of it is published."""

    code: ClassVar[str] = "ARCHIVE_ERROR"
    status: ClassVar[int] = 422


class NotAnArchive(ArchiveError):
    """The file that is to be unpacked is not a ZIP archive."""

    code: ClassVar[str] = "ARCHIVE_EXPECTED"


class ArchiveDamaged(ArchiveError):
    """The archive cannot be read to its end, or a member is not what the archive says."""

    code: ClassVar[str] = "ARCHIVE_DAMAGED"


class ArchiveTooLarge(ArchiveError):
    """The archive has too many members or bytes, or is packed more densely than files are."""

    code: ClassVar[str] = "ARCHIVE_TOO_LARGE"
    status: ClassVar[int] = 413


class ArchiveUnsafe(ArchiveError):
    """A member leaves the folder, collides with another, is encrypted or is no plain file."""

    code: ClassVar[str] = "ARCHIVE_UNSAFE"


class ConversionError(SpatialError):
    """The job did not deliver."""

    code: ClassVar[str] = "CONVERSION_ERROR"
    status: ClassVar[int] = 500


class ConversionDied(ConversionError):
    """The job ended without saying why: killed, out of memory, out of time, or a defect."""

    code: ClassVar[str] = "CONVERSION_DIED"


class ImageUnavailable(ConversionError):
    """The image of the converter could not be pulled or started; the file is not at fault."""

    code: ClassVar[str] = "CONVERSION_IMAGE_UNAVAILABLE"


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
