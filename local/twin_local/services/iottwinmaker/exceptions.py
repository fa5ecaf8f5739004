"""The errors of AWS IoT TwinMaker; botocore's model gives each its HTTP status.

ServiceException
├── ValidationException             400
├── QueryTimeoutException           400
├── TooManyTagsException            400
├── ServiceQuotaExceededException   402
├── AccessDeniedException           403
├── ResourceNotFoundException       404
├── ConflictException               409
├── ConnectorFailureException       424
└── ConnectorTimeoutException       424
"""

from __future__ import annotations

from moto.core.exceptions import ServiceException


class ValidationException(ServiceException):
    """The request isn't valid."""

    code = "ValidationException"


class QueryTimeoutException(ServiceException):
    """The query did more work than one may."""

    code = "QueryTimeoutException"


class TooManyTagsException(ServiceException):
    """The resource would have more than 50 tags."""

    code = "TooManyTagsException"


class ServiceQuotaExceededException(ServiceException):
    """There would be more resources than the quota allows, or the pricing plan lacks it."""

    code = "ServiceQuotaExceededException"


class AccessDeniedException(ServiceException):
    """The role of the workspace or of the job may not do this."""

    code = "AccessDeniedException"


class ResourceNotFoundException(ServiceException):
    """The resource wasn't found."""

    code = "ResourceNotFoundException"


class ConflictException(ServiceException):
    """The resource exists, is under change, or is still in use."""

    code = "ConflictException"


class ConnectorFailureException(ServiceException):
    """The connector behind a component failed, or answered what is no answer."""

    code = "ConnectorFailureException"


class ConnectorTimeoutException(ServiceException):
    """The connector behind a component did not answer in time."""

    code = "ConnectorTimeoutException"
