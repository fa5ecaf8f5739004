"""Errors of AWS CloudFormation by their codes.

https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/CommonErrors.html
"""

from __future__ import annotations

from moto.core.exceptions import ServiceException


class CloudFormationError(ServiceException):
    """A request is refused."""

    code = "ValidationError"


class ValidationError(CloudFormationError):
    """The request names what is not there, or cannot be done now."""

    code = "ValidationError"


class AlreadyExistsException(CloudFormationError):
    """There is a stack or change set of this name."""

    code = "AlreadyExistsException"


class ChangeSetNotFoundException(CloudFormationError):
    """There is no change set of this name."""

    code = "ChangeSetNotFound"


class InvalidChangeSetStatusException(CloudFormationError):
    """The change set cannot be executed."""

    code = "InvalidChangeSetStatus"


class InsufficientCapabilitiesException(CloudFormationError):
    """The template makes roles, and the request does not say that it may."""

    code = "InsufficientCapabilitiesException"


class NotImplementedLocally(ServiceException):
    """The operation exists at AWS and not here."""

    code = "NotImplemented"
