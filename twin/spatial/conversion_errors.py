"""Why a conversion is not shown, begun, stopped or begun again.

SpatialError
└── ConversionRefused
    ├── ConversionUnknown      no conversion has this id
    ├── ConverterUnknown       no converter has this name
    ├── ConverterUnfit         the converter does not read this kind of file
    ├── ConversionOver         it cannot be stopped any more
    ├── ConversionNotOver      it did not fail, so it is not begun again
    ├── ConversionNotStarted   the workflow did not take it
    ├── ConversionCancelled    somebody stopped it
    └── ProgressInvalid        what a job says of its progress cannot be
"""

from __future__ import annotations

from typing import ClassVar

from twin.spatial.errors import SpatialError


class ConversionRefused(SpatialError):
    """Something about a conversion is refused."""

    code: ClassVar[str] = "CONVERSION_REFUSED"


class ConversionUnknown(ConversionRefused):
    """No conversion of the asset has this id."""

    code: ClassVar[str] = "CONVERSION_UNKNOWN"
    status: ClassVar[int] = 404


class ConverterUnknown(ConversionRefused):
    """No converter has this name."""

    code: ClassVar[str] = "CONVERTER_UNKNOWN"
    status: ClassVar[int] = 422


class ConverterUnfit(ConversionRefused):
    """The converter does not read this kind of file."""

    code: ClassVar[str] = "CONVERTER_UNFIT"
    status: ClassVar[int] = 422


class ConversionOver(ConversionRefused):
    """The conversion is over and cannot be stopped any more."""

    code: ClassVar[str] = "CONVERSION_OVER"
    status: ClassVar[int] = 409


class ConversionNotOver(ConversionRefused):
    """The conversion did not fail, so it is not begun again."""

    code: ClassVar[str] = "CONVERSION_NOT_OVER"
    status: ClassVar[int] = 409


class ConversionNotStarted(ConversionRefused):
    """The workflow did not take the conversion."""

    code: ClassVar[str] = "CONVERSION_NOT_STARTED"
    status: ClassVar[int] = 503


class ConversionCancelled(ConversionRefused):
    """Somebody stopped the conversion."""

    code: ClassVar[str] = "CONVERSION_CANCELLED"
    status: ClassVar[int] = 409


class ProgressInvalid(ConversionRefused):
    """What a job says of its progress cannot be."""

    code: ClassVar[str] = "PROGRESS_INVALID"


def stopped_on_request() -> ConversionCancelled:
    """Return why a conversion ended that somebody stopped."""
    return ConversionCancelled(
        "the conversion was stopped on request", expected="it may be begun again"
    )
