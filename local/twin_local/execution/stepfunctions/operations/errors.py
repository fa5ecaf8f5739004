"""Errors of the Step Functions API, under the codes that it gives."""

from __future__ import annotations

from moto.core.exceptions import AWSError


class StatesError(AWSError):
    """An error of the service; the subclass's name is its code."""

    STATUS = 400

    def __init_subclass__(cls) -> None:
        """Take the code from the name."""
        cls.TYPE = cls.__name__


class InvalidDefinition(StatesError):
    """A definition is not in the Amazon States Language."""


class ExecutionNotRedrivable(StatesError):
    """An execution cannot go on from where it failed."""


class StateMachineTypeNotSupported(StatesError):
    """An operation is for the other type of workflow."""


NOT_SUPPORTED = "This operation is not supported by this type of state machine"


class InvalidToken(StatesError):
    """A token of a page is not one that was given."""


class ValidationException(StatesError):
    """A parameter is not allowed."""


class ResourceNotFound(StatesError):
    """A resource does not exist."""


class ConflictException(StatesError):
    """A resource is in use."""


class NotImplementedLocally(StatesError):
    """The operation exists at AWS and not here."""


NotImplementedLocally.TYPE = "NotImplemented"
