"""Why a connector does not answer. TwinMaker shows the text in a `ConnectorFailureException`.

ConnectorError
├── QuestionInvalid        the request breaks the contract: times, filters, page
├── QuestionUnsupported    the request is right, and this connector does not do it
├── EntityUnknown          the component is of nothing that the site has
├── PropertyUnknown        the component has no such time series or attribute
├── SourceRefused          the source answered with an error, or not with what it promises
└── SourceUnavailable      the source could not be reached
"""

from __future__ import annotations

from typing import ClassVar

from twin.errors import TwinError


class ConnectorError(TwinError):
    """A connector does not answer."""

    code: ClassVar[str] = "CONNECTOR_ERROR"


class QuestionInvalid(ConnectorError):
    """The request breaks the contract."""

    code: ClassVar[str] = "QUESTION_INVALID"


class QuestionUnsupported(ConnectorError):
    """The contract has it, this connector does not."""

    code: ClassVar[str] = "QUESTION_UNSUPPORTED"


class EntityUnknown(ConnectorError):
    """The component stands for nothing that the site has."""

    code: ClassVar[str] = "ENTITY_UNKNOWN"
    status: ClassVar[int] = 404


class PropertyUnknown(ConnectorError):
    """The component has no such property of the kind that is asked for."""

    code: ClassVar[str] = "PROPERTY_UNKNOWN"
    status: ClassVar[int] = 404


class SourceRefused(ConnectorError):
    """The source answered with an error, or with something else than it promises."""

    code: ClassVar[str] = "SOURCE_REFUSED"
    status: ClassVar[int] = 502


class SourceUnavailable(ConnectorError):
    """The source could not be reached, or was too busy to answer."""

    code: ClassVar[str] = "SOURCE_UNAVAILABLE"
    status: ClassVar[int] = 503
