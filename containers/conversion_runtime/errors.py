"""Why a file is not converted. No message quotes the file's contents.

JobError
└── ConversionError
    ├── SourceUnreadable          the reader does not take the file
    ├── SourceDamaged             references that lead nowhere, broken syntax, wrong counts
    ├── SourceUnsupported         a version or a part of the format that is not read
    ├── SourceExternalReference   what it shows is in other files
    ├── SourceEmpty               there is nothing to show
    ├── SourceBoundsInvalid       a coordinate is not a number, infinite or out of all bounds
    ├── SourceTooComplex          more parts, points, pixels or members than a conversion takes
    ├── GeometryLost              less came out than went in
    ├── ConversionTimeLimit       the conversion took too long
    ├── ConversionCrashed         the conversion crashed or ran out of memory
    └── PackFailed                the result could not be compressed
"""

from __future__ import annotations

from collections.abc import Mapping

from container_runtime.errors import JobError


class ConversionError(JobError):
    """A file is not converted."""

    code = "CONVERSION_ERROR"
    status = 422


class SourceUnreadable(ConversionError):
    """The reader does not take the file."""

    code = "SOURCE_UNREADABLE"


class SourceDamaged(ConversionError):
    """The file has references that lead nowhere, broken syntax or wrong counts."""

    code = "SOURCE_DAMAGED"


class SourceUnsupported(ConversionError):
    """The file is of a version, or uses a part, of its format that is not read."""

    code = "SOURCE_UNSUPPORTED"


class SourceExternalReference(ConversionError):
    """What the file shows is in other files."""

    code = "SOURCE_EXTERNAL_REFERENCE"


class SourceEmpty(ConversionError):
    """There is nothing to show."""

    code = "SOURCE_EMPTY"


class SourceBoundsInvalid(ConversionError):
    """A coordinate is not a number, infinite or out of all bounds."""

    code = "SOURCE_BOUNDS_INVALID"


class SourceTooComplex(ConversionError):
    """The file has more parts, points, pixels or members than a conversion takes."""

    code = "SOURCE_TOO_COMPLEX"


class GeometryLost(ConversionError):
    """Less came out than went in."""

    code = "GEOMETRY_LOST"


class ConversionTimeLimit(ConversionError):
    """The conversion took too long."""

    code = "CONVERSION_TIME_LIMIT"


class ConversionCrashed(ConversionError):
    """The conversion crashed or ran out of memory."""

    code = "CONVERSION_CRASHED"


class PackFailed(ConversionError):
    """The result could not be compressed."""

    code = "PACK_FAILED"


_BY_CODE = {error.code: error for error in ConversionError.__subclasses__()}


def error_of(value: Mapping[str, str]) -> ConversionError:
    """Return the error that a child process reported by `TwinError.to_dict`."""
    details = {name: value.get(name, "") for name in ("found", "expected", "where")}
    return _BY_CODE.get(value["code"], ConversionError)(value["message"], **details)
