"""Why a CAD file is not converted. No message quotes the file's contents.

JobError
└── CadError
    ├── CadUnreadable          the reader does not take the file
    ├── CadDamaged             references that lead nowhere, or broken syntax
    ├── CadExternalReference   the geometry is in other files
    ├── CadEmpty               no solid, surface or triangle
    ├── CadBoundsInvalid       a coordinate is not a number, or infinite
    ├── CadGeometryLost        fewer parts came out than went in
    ├── CadTimeLimit           the conversion took too long
    ├── CadCrashed             the conversion crashed or ran out of memory
    └── CadPackFailed          the result could not be compressed
"""

from __future__ import annotations

from collections.abc import Mapping

from container_runtime.errors import JobError


class CadError(JobError):
    """A CAD file is not converted."""

    code = "CAD_ERROR"
    status = 422


class CadUnreadable(CadError):
    """The reader does not take the file."""

    code = "CAD_UNREADABLE"


class CadDamaged(CadError):
    """The file has references that lead nowhere, or broken syntax."""

    code = "CAD_DAMAGED"


class CadExternalReference(CadError):
    """The geometry is in other files."""

    code = "CAD_EXTERNAL_REFERENCE"


class CadEmpty(CadError):
    """There is no geometry."""

    code = "CAD_EMPTY"


class CadBoundsInvalid(CadError):
    """A coordinate is not a number, or infinite."""

    code = "CAD_BOUNDS_INVALID"


class CadGeometryLost(CadError):
    """Fewer parts came out than went in."""

    code = "CAD_GEOMETRY_LOST"


class CadTimeLimit(CadError):
    """The conversion took too long."""

    code = "CAD_TIME_LIMIT"


class CadCrashed(CadError):
    """The conversion crashed or ran out of memory."""

    code = "CAD_CRASHED"


class CadPackFailed(CadError):
    """The result could not be compressed."""

    code = "CAD_PACK_FAILED"


_BY_CODE = {error.code: error for error in CadError.__subclasses__()}


def error_of(value: Mapping[str, str]) -> CadError:
    """Return the error that a child process reported by `TwinError.to_dict`."""
    details = {name: value.get(name, "") for name in ("found", "expected", "where")}
    return _BY_CODE.get(value["code"], CadError)(value["message"], **details)
