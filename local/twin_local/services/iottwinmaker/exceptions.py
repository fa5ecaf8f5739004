"""The errors of AWS IoT TwinMaker; botocore's model gives each its HTTP status.

ServiceException
├── ValidationException           400
├── ResourceNotFoundException     404
├── ConflictException             409
└── ConnectorFailureException     424
"""

from __future__ import annotations

from moto.core.exceptions import ServiceException


class ValidationException(ServiceException):
    """The request isn't valid."""

    code = "ValidationException"


class ResourceNotFoundException(ServiceException):
    """The resource wasn't found."""

    code = "ResourceNotFoundException"


class ConflictException(ServiceException):
    """The resource exists, or is still in use."""

    code = "ConflictException"


class ConnectorFailureException(ServiceException):
    """The connector behind a component did not answer."""

    code = "ConnectorFailureException"
