"""The errors of AWS IoT Greengrass V2; botocore's model gives each its HTTP status.

ServiceException
├── ValidationException          400
├── ResourceNotFoundException    404
└── ConflictException            409
"""

from __future__ import annotations

from moto.core.exceptions import ServiceException


class ValidationException(ServiceException):
    """The request isn't valid."""

    code = "ValidationException"
    reason = "CANNOT_PARSE"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.fields: list[dict[str, str]] = []


class ResourceNotFoundException(ServiceException):
    """The resource can't be found."""

    code = "ResourceNotFoundException"

    def __init__(self, message: str, *, resource_id: str, resource_type: str) -> None:
        super().__init__(message)
        self.resource_id = resource_id
        self.resource_type = resource_type


class ConflictException(ServiceException):
    """The component version exists."""

    code = "ConflictException"

    def __init__(self, message: str, *, resource_id: str, resource_type: str) -> None:
        super().__init__(message)
        self.resource_id = resource_id
        self.resource_type = resource_type
