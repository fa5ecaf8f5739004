"""The errors of AWS IoT SiteWise; botocore's model gives each its HTTP status.

ServiceException
├── InvalidRequestException          400
├── TooManyTagsException             400
├── ValidationException              400
├── QueryTimeoutException            400
├── UnauthorizedException            401
├── ResourceNotFoundException        404
├── ResourceAlreadyExistsException   409
├── ConflictingOperationException    409
├── LimitExceededException           410
├── PreconditionFailedException      412
└── ThrottlingException              429
"""

from __future__ import annotations

from moto.core.exceptions import ServiceException


class InvalidRequestException(ServiceException):
    """The request isn't valid."""

    code = "InvalidRequestException"


class ResourceNotFoundException(ServiceException):
    """The requested resource can't be found."""

    code = "ResourceNotFoundException"


class ResourceAlreadyExistsException(ServiceException):
    """The resource already exists."""

    code = "ResourceAlreadyExistsException"

    def __init__(self, message: str, *, resource_id: str, resource_arn: str) -> None:
        super().__init__(message)
        self.resource_id = resource_id
        self.resource_arn = resource_arn


class ConflictingOperationException(ServiceException):
    """The resource is busy, or still in use."""

    code = "ConflictingOperationException"

    def __init__(self, message: str, *, resource_id: str, resource_arn: str) -> None:
        super().__init__(message)
        self.resource_id = resource_id
        self.resource_arn = resource_arn


class PreconditionFailedException(ServiceException):
    """The entity tag given is not the resource's."""

    code = "PreconditionFailedException"

    def __init__(self, message: str, *, resource_id: str, resource_arn: str) -> None:
        super().__init__(message)
        self.resource_id = resource_id
        self.resource_arn = resource_arn


class LimitExceededException(ServiceException):
    """A quota is reached."""

    code = "LimitExceededException"


class ThrottlingException(ServiceException):
    """Too many requests in a short time."""

    code = "ThrottlingException"


class TooManyTagsException(ServiceException):
    """The resource would have more tags than it may have."""

    code = "TooManyTagsException"

    def __init__(self, message: str, *, resource_name: str) -> None:
        super().__init__(message)
        self.resource_name = resource_name


class UnauthorizedException(ServiceException):
    """The resource is another account's."""

    code = "UnauthorizedException"


class ValidationException(ServiceException):
    """The query can't be run as it is written."""

    code = "ValidationException"


class QueryTimeoutException(ServiceException):
    """The query took too long."""

    code = "QueryTimeoutException"
